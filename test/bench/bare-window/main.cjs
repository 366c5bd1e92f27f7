const { app, BrowserWindow } = require('electron');

// As little as a window can be, of the size and at the place of the product's.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1120, height: 760, x: 80, y: 132 });
  window.setMenuBarVisibility(false);
  void window.loadFile('index.html');
});
