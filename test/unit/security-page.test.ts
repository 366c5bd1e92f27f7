import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/security.md', 'utf8');

/** Every file of the tests, by its name. */
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((path) => join('test', path))
  .filter((path) => /\.tsx?$/.test(path));

/** The rows of the checklist: number, item, where, test. */
const rows = page
  .split('\n')
  .map((line) => line.split('|').slice(1, -1))
  .flatMap(([number = '', , where = '', test = '']) =>
    /^\s*\d+\s*$/.test(number) ? [{ number: Number(number), where, test }] : [],
  );

const inCode = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** What is called by its name, as a test is. */
const quoted = (text: string): readonly string[] =>
  [...text.replaceAll(/\s+/g, ' ').matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);

function textOf(file: string): string {
  const found = tests.filter((path) => basename(path) === file);
  if (found.length === 0) throw new Error(`There is no ${file}`);
  return found.map((path) => readFileSync(path, 'utf8')).join('\n');
}

/** Whether the words stand in this text as the name of a test; in a source, a quotation mark may be escaped. */
const names = (source: string, name: string): boolean =>
  [`'${name}'`, `"${name}"`, `\`${name}\``].some((literal) => source.includes(literal));

describe('the page on security', () => {
  it('goes through the whole checklist', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it.each(rows)('names for item $number what is there', ({ where }) => {
    const paths = inCode(where).filter((code) => /[./]/.test(code));
    for (const path of paths) expect([path, existsSync(path)]).toEqual([path, true]);
    const sources = paths.map((path) => readFileSync(path, 'utf8')).join('\n');
    for (const name of inCode(where)) if (!paths.includes(name)) expect(sources).toContain(name);
  });

  it.each(rows)('names for item $number a test that is there', ({ test }) => {
    expect(test).not.toBe('');
    const named = quoted(test);
    expect(named.length).toBeGreaterThan(0);
    const sources = [...inCode(test), 'locked-box.test.ts'].map(textOf).join('\n');
    for (const name of named) expect([name, names(sources, name)]).toEqual([name, true]);
  });

  it('names no test and no file that is not there', () => {
    const sources = tests.map((path) => readFileSync(path, 'utf8')).join('\n');
    for (const name of quoted(page)) {
      const isTitle = name.startsWith('Security, Native');
      if (!isTitle) expect([name, names(sources, name)]).toEqual([name, true]);
    }
    for (const code of inCode(page))
      if (/\.test\.tsx?$/.test(code)) expect(() => textOf(code.replace(/^.*\//, ''))).not.toThrow();
  });

  it('finds every item in the code beside its number', () => {
    const code = ['electron/security.ts', 'electron/window/app-protocol.ts', 'electron/window/window.ts']
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const said = [...code.matchAll(/SECURITY ([\d, ]+)/g)].flatMap(([, numbers = '']) =>
      numbers.split(',').map(Number),
    );
    // 15 is not there, and 16, 19 and 20 stand in files of their own.
    const expected = rows.map(({ number }) => number).filter((number) => ![15, 16, 19, 20].includes(number));
    expect([...new Set(said)].sort((one, other) => one - other)).toEqual(expected);
  });
});
