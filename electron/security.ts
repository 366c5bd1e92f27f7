import type { App, BrowserWindow, IpcMainInvokeEvent, Session, WebContents, WebPreferences } from 'electron';

// Electron's security checklist, "Security, Native Capabilities, and Your Responsibility". Each number is an item of it;
// docs/security.md has them all, and the test that tries the opposite of each.

/** The doors of the whole program, shut before anything is opened. To be called before Electron is ready. */
export function lockDown(app: App, scheme: string): void {
  sandboxEveryRenderer(app);
  drawWithoutDriver(app);
  stayOffTheNetwork(app);
  trustNoServer(app);
  distrustFilePages(app);
  app.on('session-created', (session) => {
    allowOnlyOurFiles(session, scheme);
    blockPermissions(session);
    blockDownloads(session);
    checkNoSpelling(session);
  });
  app.on('web-contents-created', (_event, contents) => {
    blockNavigation(contents);
    blockNewWindows(contents);
    blockEmbedding(contents);
    keepPeersAway(contents);
  });
}

/**
 * What every page of ours may, which is nothing. Most of it is the default of a newer Electron; it is said aloud, since
 * no page must ever be without.
 */
export function lockedPage(session: Session) {
  return {
    session,
    // SECURITY 2: no Node.js, in the page, its frames or its workers.
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    // SECURITY 3: the page and the preload share no object.
    contextIsolation: true,
    // SECURITY 4: a page that was taken over asks the system for nothing.
    sandbox: true,
    // SECURITY 6: the same-origin rule holds.
    webSecurity: true,
    // SECURITY 8: nothing is loaded over an open line.
    allowRunningInsecureContent: false,
    // SECURITY 9: nothing that Chromium has not finished.
    experimentalFeatures: false,
    // SECURITY 10: `enableBlinkFeatures` is not here; what reaches out of the page without a permission is taken away.
    disableBlinkFeatures: 'FileSystemAccess,FileSystemAccessLocal,WebUSB,WebHID,Serial,WebBluetooth',
    // SECURITY 11: there is no webview, so none may open windows.
    webviewTag: false,
    // SECURITY 13: a file that is dropped on the page is not opened in its place.
    navigateOnDragDrop: false,
    // Less that could be taken over: none of it is used.
    devTools: false,
    disableDialogs: true,
    plugins: false,
    spellcheck: false,
    webgl: false,
  } as const satisfies WebPreferences;
}

/** SECURITY 1, 18: nothing is loaded but our own files, which come by our own scheme: no network, no file://. */
function allowOnlyOurFiles(session: Session, scheme: string): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !url.startsWith(`${scheme}://`) });
  });
}

/** SECURITY 1: Chromium finds no host, asks no proxy, and has no errand of its own. */
function stayOffTheNetwork({ commandLine }: App): void {
  // What the other doors cannot hold: names that are looked up and connections that are made in advance.
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('no-proxy-server');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('no-pings');
}

/** SECURITY 1: no server is believed, shown a certificate of this machine's, or told a password. */
function trustNoServer(app: App): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  // Without this Electron takes the first that it finds in the store of the machine.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault();
    answer();
  });
  app.on('login', (event, _contents, _details, _server, answer) => {
    event.preventDefault();
    answer();
  });
}

/** SECURITY 18: a page from a file would read none beside it, if there ever were such a page. Electron lets it. */
function distrustFilePages({ commandLine }: App): void {
  commandLine.removeSwitch('allow-file-access-from-files');
}

/** SECURITY 4: every renderer runs in Chromium's sandbox, whatever a window asks for. */
function sandboxEveryRenderer(app: App): void {
  app.enableSandbox();
}

/** A driver of a graphics card is much code that is not ours; a page of text needs none, and most servers have no card. */
function drawWithoutDriver(app: App): void {
  app.disableHardwareAcceleration();
}

/** SECURITY 5: the window needs no camera, no location, no notifications, nothing. */
function blockPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** SECURITY 11, 12: a page embeds none. */
function blockEmbedding(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}

/** SECURITY 13: a page and its frames stay where they were put. */
function blockNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
}

/** SECURITY 14: a page opens no window. */
function blockNewWindows(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** SECURITY 17: only our window's main frame, and only while it shows our page. */
export function isOurPage(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  window: BrowserWindow,
  page: string,
): boolean {
  if (window.isDestroyed()) return false;
  const { webContents } = window;
  return sender === webContents && senderFrame === webContents.mainFrame && senderFrame.url === page;
}

/** Reports are saved by the main process; a page saves nothing. */
function blockDownloads(session: Session): void {
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** Chromium would download the dictionaries. */
function checkNoSpelling(session: Session): void {
  session.setSpellCheckerEnabled(false);
}

/** A page reaches nobody by WebRTC, which goes past every rule for requests. */
function keepPeersAway(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
