// The icon in every size that a system asks for, drawn from assets/icon.svg.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import pngToIco from 'png-to-ico';
import { isStale } from '../build.mjs';
import { root } from '../places.mjs';
import { replaceFolder } from '../whole-folder.mjs';

const at = (...names) => join(root, ...names);
const drawing = at('assets', 'icon.svg');
const folder = at('out', 'icons');

/** Pixels of a side. Linux takes the picture of the size that it needs. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** What fits into one file for Windows. */
const sizesOfWindows = sizes.filter((size) => size <= 256);

const icons = {
  sources: [drawing, at('scripts', 'package', 'icons.mjs')],
  built: [...sizes.map((size) => join(folder, nameOf(size))), join(folder, 'icon.ico')],
};

/** See icons.d.mts. */
export async function provideIcons() {
  if (!isStale(icons)) return folder;
  await replaceFolder(folder, async (work) => {
    const made = join(work, 'icons');
    mkdirSync(made);
    const pictures = new Map(sizes.map((size) => [size, pictureOf(size)]));
    for (const [size, picture] of pictures) writeFileSync(join(made, nameOf(size)), picture);
    const ofWindows = sizesOfWindows.map((size) => pictures.get(size));
    writeFileSync(join(made, 'icon.ico'), await pngToIco(ofWindows));
    return made;
  });
  return folder;
}

function nameOf(size) {
  return `${size}x${size}.png`;
}

function pictureOf(size) {
  return new Resvg(readFileSync(drawing, 'utf8'), { fitTo: { mode: 'width', value: size } }).render().asPng();
}
