import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorCode } from '../disk.ts';
import { replaceInFolder } from '../whole-file.ts';

/** In the pixels that Electron counts in: those of a display at 100 %. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window stood, and nothing else of it. */
export interface WindowPlace {
  /** While it is not maximised. */
  readonly bounds: Rectangle;
  readonly size: 'as-bounds' | 'maximised';
}

/** How a window is opened: without `x` and `y`, in the middle of the screen. */
export interface Opening {
  readonly bounds: {
    readonly width: number;
    readonly height: number;
    readonly x?: number;
    readonly y?: number;
  };
  readonly size: WindowPlace['size'];
}

export const smallest = { width: 800, height: 600 } as const;

const usual: Opening = { bounds: { width: 1120, height: 760 }, size: 'as-bounds' };

/** So much of the title bar has to be seen for the window to be moved by it. */
const grip = { width: 120, height: 32 } as const;

/** The place to open at; the usual one where nothing was kept, and the middle where the display has gone since. */
export function openingAt(kept: WindowPlace | null, workAreas: readonly Rectangle[]): Opening {
  if (kept === null) return usual;
  const { bounds, size } = kept;
  const area = workAreas.find((one) => showsGrip(bounds, one));
  const room = area ?? workAreas[0] ?? bounds;
  const fitting = {
    width: Math.max(smallest.width, Math.min(bounds.width, room.width)),
    height: Math.max(smallest.height, Math.min(bounds.height, room.height)),
  };
  return { bounds: area === undefined ? fitting : { ...fitting, x: bounds.x, y: bounds.y }, size };
}

function showsGrip({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const seen = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return seen >= grip.width && y >= area.y && y + grip.height <= area.y + area.height;
}

const pixels = z.number().int().min(-100_000).max(100_000);
const schema = z.strictObject({
  bounds: z.strictObject({ x: pixels, y: pixels, width: pixels.positive(), height: pixels.positive() }),
  size: z.enum(['as-bounds', 'maximised']),
});

/** What was kept; `null` where nothing was, or nothing that can be understood: the window opens at its usual place. */
export function readPlace(path: string): WindowPlace | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) errorCode(error);
    return null;
  }
}

/** A place that cannot be kept is no trouble to anybody: the window opens at its usual one. */
export async function keepPlace(path: string, place: WindowPlace): Promise<void> {
  await replaceInFolder(path, JSON.stringify(place));
}
