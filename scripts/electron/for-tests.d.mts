/** What a test needs to start the window's program and to look at what it wrote. */
export interface ElectronForTests {
  /** For Playwright's `_electron.launch`, with `chromiumSandbox: true`; the app's own words come after `args`. */
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A new, empty folder that the app may write into. */
  newFolder(): string;
  /** Lets the app write into a folder that the test has filled. */
  handOver(folder: string): void;
  /** Ends the display and takes away the folders. */
  remove(): void;
}

/**
 * Gives every caller a home, folders and, where there is none, a display of its own.
 * @throws when `npm run pretest` has not prepared Electron and the build
 */
export function electronForTests(): Promise<ElectronForTests>;

/**
 * The same for a program that holds its app, such as a packed one; `args` is empty.
 * @param executable absolute
 */
export function programForTests(executable: string): Promise<ElectronForTests>;
