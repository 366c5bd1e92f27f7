import type { User } from './nobody.mjs';

export function hasDisplay(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
  user: User | null,
): boolean;
