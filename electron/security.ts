import type { App, Session, WebContents } from 'electron';

// Each function is one item of Electron's security checklist, with the reason why it is there.

/** SECURITY: every renderer runs in Chromium's sandbox, whatever a window asks for. */
export function sandboxEveryRenderer(app: App): void {
  app.enableSandbox();
}

/** SECURITY: the window needs no camera, no location, no notifications, nothing. */
export function blockPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** SECURITY: nothing is loaded but our own files; there is no network in this program's window. */
export function blockRequests(session: Session, scheme: string): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !url.startsWith(`${scheme}://`) });
  });
}

/** SECURITY: a page stays where it was put, opens no window, and embeds none. */
export function blockNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** SECURITY: downloads have no place here; reports are saved by the main process. */
export function blockDownloads(session: Session): void {
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}
