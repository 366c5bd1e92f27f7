/** The folder with the pictures, `16x16.png` to `1024x1024.png`, and `icon.ico`; drawn when the drawing is newer. */
export function provideIcons(): Promise<string>;
