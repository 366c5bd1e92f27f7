// The papers that go with what we ship: what is inside, for machines (CycloneDX), and whose licences, for people.
import { Buffer } from 'node:buffer';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { root } from '../places.mjs';

/** See papers.d.mts. */
export const paperNames = { inventory: 'SBOM.cdx.json', notices: 'THIRD-PARTY-NOTICES.txt' };

/** See papers.d.mts. */
export function writePapers(folder, product, shipped) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, paperNames.inventory), `${inventoryFor(product, shipped)}\n`);
  writeFileSync(join(folder, paperNames.notices), noticesFor(product, shipped));
  writeFileSync(join(folder, 'LICENSE.txt'), readFileSync(join(root, 'LICENSE')));
}

/** The same input gives the same file: neither a time nor a random number is in it. */
function inventoryFor(product, shipped) {
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const whole = new Models.Component(Enums.ComponentType.Application, product, {
    version,
    bomRef: `${product}@${version}`,
    licenses: licences(license),
  });
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: whole }) });
  for (const { name, version: its, licence, purl, integrity } of shipped) {
    const component = new Models.Component(Enums.ComponentType.Library, name, {
      version: its,
      purl,
      bomRef: purl,
      licenses: licences(licence),
      hashes: hashes(integrity),
    });
    bom.components.add(component);
    whole.dependencies.add(component.bomRef);
  }
  const format = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(format).serialize(bom, { sortLists: true, space: 2 });
}

function licences(expression) {
  return new Models.LicenseRepository([new Models.LicenseExpression(expression)]);
}

function hashes(integrity) {
  if (integrity === null) return new Models.HashDictionary();
  const [, hash] = /^sha512-(.+)$/.exec(integrity);
  const hex = Buffer.from(hash, 'base64').toString('hex');
  return new Models.HashDictionary([[Enums.HashAlgorithm['SHA-512'], hex]]);
}

const line = '='.repeat(100);

function noticesFor(product, shipped) {
  const list = shipped.map(({ name, version, licence }) => `  ${name} ${version}: ${licence}`);
  const texts = shipped.map(({ name, version, licence, texts: paths }) =>
    [line, `${name} ${version}`, `Licence: ${licence}`, line, '', ...paths.map(textAt)].join('\n'),
  );
  const opening = [`${product} contains software by others, each under its own licence:`, '', ...list, ''];
  const electron = [
    "Chromium and Node.js, which are in Electron, are made of many parts. Electron's LICENSES.chromium.html beside",
    'the program has their licences.',
    '',
  ];
  const hasElectron = shipped.some(({ name }) => name === 'electron');
  return [...opening, ...(hasElectron ? electron : []), ...texts].join('\n');
}

function textAt(path) {
  return `${readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim()}\n`;
}
