import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kept, picturesShown } from './places.ts';

/** Before any picture is taken: those that no page shows any more are not kept. */
export function setup(): void {
  const shown = picturesShown();
  for (const name of readdirSync(kept)) {
    if (!shown.has(name)) rmSync(join(kept, name));
  }
}
