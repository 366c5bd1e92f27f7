import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { bundledIn } from '../../../scripts/package/bundled.mjs';
import { paperNames } from '../../../scripts/package/papers.mjs';
import { presentPack } from '../../../scripts/package/pack.mjs';
import { filesBelow } from './files.ts';

/** Licences under which a program of ours may hold what others have made. */
const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
]);

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly [{ readonly expression: string }];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

const pack = presentPack('release');
const inventory = JSON.parse(readFileSync(join(pack, paperNames.inventory), 'utf8')) as {
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly Component[];
};
const notices = readFileSync(join(pack, paperNames.notices), 'utf8');

const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema');
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, name), 'utf8')) as object;

/** The packages that the maps beside a bundle trace its code back to. */
function tracedFrom(folder: string): readonly string[] {
  const maps = filesBelow(folder).filter((path) => path.endsWith('.map'));
  const sources = maps.flatMap(
    (path) => (JSON.parse(readFileSync(join(folder, path), 'utf8')) as { sources: string[] }).sources,
  );
  const folders = sources.flatMap((path) => /node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

describe('the list of what is inside the packed app', () => {
  it('is CycloneDX, by its schema', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx', 'jsf-0.82'].map((each) => `${each}.SNAPSHOT.schema.json`)) {
      ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}` });
    }
    const isValid = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
    isValid(inventory);
    expect(isValid.errors).toBeNull();
    expect(isValid({ ...inventory, components: [{ name: 'no type' }] })).toBe(false);
  });

  it('names the product and its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    expect(inventory.metadata.component).toMatchObject({ name: 'CU Rescue', version });
  });

  it('holds every package that went into the bundles, koffi and Electron, and nothing else', () => {
    const bundled = ['main', 'preload', 'renderer'] as const;
    const folders = new Set(bundled.flatMap(bundledIn));
    const expected = [...folders].map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Component;
      return `${name}@${version}`;
    });
    const listed = inventory.components.map(({ name, version }) => `${name}@${version}`);
    const others = listed.filter((each) => !expected.includes(each));
    expect(listed).toEqual(expect.arrayContaining(expected));
    expect(others.map((each) => each.replace(/@[\d.]+$/, ''))).toEqual([
      `@koromix/koffi-${process.platform}-x64`,
      'electron',
      'koffi',
    ]);
  });

  it('comes from the bundler, whose maps say the same of the one bundle that has them', () => {
    expect(bundledIn('cli')).toEqual(tracedFrom('out/cli'));
    expect(bundledIn('cli')).toContain('node_modules/zod');
  });

  it('says of each package by which hash npm checked it', () => {
    for (const { name, hashes } of inventory.components) {
      if (name === 'electron') continue;
      expect(hashes, name).toMatchObject([
        { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) as string },
      ]);
    }
  });
});

describe('the licences of what is inside', () => {
  it.each(inventory.components.map((component) => [component.name, component] as const))(
    'allow it, and are in the notices: %s',
    (_, { name, version, licenses: [{ expression }] }) => {
      const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
      expect(choices.filter((choice) => allowed.has(choice))).not.toEqual([]);
      const [, after] = notices.split(`\n${name} ${version}\nLicence: ${expression}\n`);
      const [, text] = after?.split(/^=+$/m) ?? [];
      expect(text).toMatch(/copyright/i);
      expect(text).toMatch(/permission is hereby granted|redistribution and use|apache license/i);
    },
  );
});
