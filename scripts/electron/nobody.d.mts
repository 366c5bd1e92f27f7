/** Somebody to run the window in root's place. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export function substituteUser(): User | null;
export function handOverDataFolder(user: User, folder: string): void;
export function keptHome(user: User, base: string): string;
