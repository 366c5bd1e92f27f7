/** Electron's program that is here already, absolute, or null. Fetches nothing. */
export function presentRuntime(): string | null;
