/** What a page could ask for. Each function is evaluated in the page, and answers `refused` where it is not given it. */
export const permissions: Readonly<Record<string, () => unknown>> = {
  'where this is': () =>
    new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => {
          resolve('given');
        },
        () => {
          resolve('refused');
        },
      );
    }),
  notifications: () =>
    Notification.requestPermission().then((answer) => (answer === 'granted' ? 'given' : 'refused')),
  'camera and microphone': () =>
    navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
      () => 'given',
      () => 'refused',
    ),
  'the screen': () =>
    navigator.mediaDevices.getDisplayMedia().then(
      () => 'given',
      () => 'refused',
    ),
  'what lies on the clipboard': () =>
    navigator.clipboard.readText().then(
      () => 'given',
      () => 'refused',
    ),
  'to put something on the clipboard': () =>
    navigator.clipboard.writeText('from the page').then(
      () => 'given',
      () => 'refused',
    ),
  instruments: () =>
    navigator.requestMIDIAccess().then(
      () => 'given',
      () => 'refused',
    ),
  'the whole screen': () =>
    document.documentElement.requestFullscreen().then(
      () => 'given',
      () => 'refused',
    ),
  'to keep the screen on': () =>
    navigator.wakeLock.request('screen').then(
      () => 'given',
      () => 'refused',
    ),
  'to keep data for ever': () => navigator.storage.persist().then((given) => (given ? 'given' : 'refused')),
  'a device on USB': () => ('usb' in navigator ? 'given' : 'refused'),
  'a device by radio': () => ('bluetooth' in navigator ? 'given' : 'refused'),
  'a serial port': () => ('serial' in navigator ? 'given' : 'refused'),
  'a human interface device': () => ('hid' in navigator ? 'given' : 'refused'),
  // These would ask the administrator, in the name of this program.
  'a file of the disk': () => ('showOpenFilePicker' in globalThis ? 'given' : 'refused'),
  'a folder of the disk': () => ('showDirectoryPicker' in globalThis ? 'given' : 'refused'),
};
