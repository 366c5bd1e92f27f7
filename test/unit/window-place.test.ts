import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepPlace, openingAt, readPlace, smallest } from '../../electron/window/window-place.ts';
import type { Rectangle, WindowPlace } from '../../electron/window/window-place.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();
const screen: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const second: Rectangle = { x: 1920, y: 0, width: 1280, height: 984 };

function at(bounds: Partial<Rectangle>, size: WindowPlace['size'] = 'as-bounds'): WindowPlace {
  return { bounds: { x: 300, y: 200, width: 1000, height: 700, ...bounds }, size };
}

describe('a window opens', () => {
  it('at its usual size in the middle where no place was kept', () => {
    expect(openingAt(null, [screen])).toEqual({ bounds: { width: 1120, height: 760 }, size: 'as-bounds' });
  });

  it.each([
    ['on the first display', at({})],
    ['on the second', at({ x: 2000, y: 50 })],
    ['partly beside the display, as long as it can be taken hold of', at({ x: -800 })],
    ['maximised', at({}, 'maximised')],
  ])('where it was closed: %s', (_where, place) => {
    expect(openingAt(place, [screen, second])).toEqual(place);
  });

  it.each([
    ['its display has gone', at({ x: 2000 })],
    ['it is beside every display', at({ x: -990 })],
    ['its title bar is above every display', at({ y: -20 })],
    ['its title bar is below every display', at({ y: 1030 })],
  ])('in the middle, as large as it was, where %s', (_why, place) => {
    expect(openingAt(place, [screen]).bounds).toEqual({ width: 1000, height: 700 });
  });

  it('no larger than the display, and no smaller than it works', () => {
    expect(openingAt(at({ x: 0, y: 0, width: 5000, height: 4000 }), [screen]).bounds).toEqual(screen);
    expect(openingAt(at({ width: 200, height: 100 }), [screen]).bounds).toMatchObject(smallest);
    expect(openingAt(at({}), []).bounds).toEqual({ width: 1000, height: 700 });
  });
});

describe('the place of a window', () => {
  it('is read as it was kept, for its owner alone, and nothing else is kept', async () => {
    const path = join(newFolder(), 'window', 'place.json');
    await keepPlace(path, at({}));
    await keepPlace(path, at({ x: 5 }, 'maximised'));
    expect(readPlace(path)).toEqual(at({ x: 5 }, 'maximised'));
    expect(readdirSync(dirname(path))).toEqual(['place.json']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toEqual(['bounds', 'size']);
  });

  it.each([
    ['is not there', null],
    ['is empty', ''],
    ['is cut off', '{"bounds":{"x":1'],
    ['is of another shape', '{"bounds":{"x":1,"y":1,"width":900},"size":"as-bounds"}'],
    ['holds more than it should', JSON.stringify({ ...at({}), command: 'calc.exe' })],
    ['names a size that is none', JSON.stringify(at({ width: -5 }))],
    ['names a place that is none', JSON.stringify(at({ x: 1e300 }))],
  ])('is none where its file %s', (_what, content) => {
    const path = join(newFolder(), 'place.json');
    if (content !== null) writeFileSync(path, content);
    expect(readPlace(path)).toBeNull();
  });

  it('is none where its file cannot be read, and is not kept where it cannot be written', async () => {
    const path = join(newFolder(), 'place.json');
    mkdirSync(path);
    expect(readPlace(path)).toBeNull();
    const inFile = join(newFolder(), 'file');
    writeFileSync(inFile, '');
    await keepPlace(join(inFile, 'window', 'place.json'), at({}));
    expect(existsSync(join(inFile, 'window'))).toBe(false);
    const gone = join(newFolder(), 'gone');
    await keepPlace(join(gone, 'window', 'place.json'), at({}));
    expect(existsSync(gone)).toBe(false);
  });
});
