/**
 * The folder with cu-rescue.exe and what lies beside it, built anew when a source is newer: wholly, or not at all.
 * @throws Problem when it cannot be built
 */
export function provideExecutable(): Promise<string>;

/** The same program with its doors open, so that a test can look into it. */
export function provideExecutableForTests(): Promise<string>;
