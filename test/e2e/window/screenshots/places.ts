import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every screen in every look: looked at, and not kept. */
export const all = join('out', 'screenshots');

/** What the pages for people show of them: kept with the sources. */
export const kept = join('assets', 'screenshots');

const pages = ['README.md', join('docs', 'at-3-am.md')];

/** The names of the pictures that are kept: what a page shows, and nothing else. */
export function picturesShown(): ReadonlySet<string> {
  const links = /assets\/screenshots\/(?<name>[\w-]+\.png)/g;
  const names = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(links)].map(({ groups }) => groups?.['name'] ?? ''),
  );
  return new Set(names);
}
