import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { provideIcons } from '../../scripts/package/icons.mjs';

let folder: string;
beforeAll(async () => {
  folder = await provideIcons();
});

/** The directory of an .ico: after its head, sixteen bytes for each picture. A width of 0 is 256. */
function picturesIn(icon: Buffer) {
  return Array.from({ length: icon.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const [width, height] = [icon[entry] || 256, icon[entry + 1] || 256];
    return { width, height, bits: icon.readUInt16LE(entry + 6), bytes: icon.readUInt32LE(entry + 8) };
  });
}

describe('the icon', () => {
  it('has every size that Windows asks for, in one file', () => {
    const pictures = picturesIn(readFileSync(join(folder, 'icon.ico')));
    expect(pictures.map(({ width }) => width)).toEqual([16, 24, 32, 48, 64, 128, 256]);
    for (const { width, height, bits, bytes } of pictures) {
      expect([height, bits]).toEqual([width, 32]);
      expect(bytes).toBeGreaterThanOrEqual(width * height * 4);
    }
  });

  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('has a picture of %i pixels', (size) => {
    const picture = readFileSync(join(folder, `${size}x${size}.png`));
    expect(picture.toString('latin1', 1, 4)).toBe('PNG');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size, size]);
  });
});
