/** Which http.sys is played: one with HttpUpdateServiceConfiguration, or an older one. */
export type HttpSysVariant = 'with-update' | 'without-update';

export interface Wine {
  readonly kind: 'here';
  /** The prefix to be copied: never to be written to. */
  readonly template: string;
  /** Windows' node.exe, and the node_modules folder with koffi. */
  readonly runtime: { readonly node: string; readonly modules: string };
  /** The bundle of the bridge, built anew when a source is newer. */
  bridge(): string;
  /** The stand-in httpapi.dll, or that of wevtutil.exe or setup.exe, built anew when a source is newer. */
  standIn(which: HttpSysVariant | 'wevtutil' | 'setup'): string;
}

/** Whether tests under Wine can run here, or the sentence that says why not. Fetches and installs nothing. */
export function wineHere(): Wine | { readonly kind: 'missing'; readonly because: string };

/** The prefix in a folder that belongs to one Windows. */
export function prefixIn(folder: string): string;

/** Makes the folders it names. @param overrides DLL overrides as Wine writes them, such as `httpapi=n` */
export function wineEnvironment(folder: string, overrides: readonly string[]): Record<string, string>;
