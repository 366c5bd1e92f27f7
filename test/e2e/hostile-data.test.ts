import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { commandLineBench } from '../fixtures/command-line-bench.ts';
import { makeHostile, standsForWindows, stateIn } from '../fixtures/hostile/practice.ts';
import { forged, hiddenCharacter } from '../fixtures/hostile/texts.ts';
import { found, markersOf, pemMarkers, type Marker } from '../fixtures/secrets.ts';

const { cli, dataFolder, newFolder } = commandLineBench();

/** Every file below the data folder that is not the server itself, by its path. */
function filesOf(data: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith(standsForWindows))
    .map((path) => [path.slice(data.length), readFileSync(path)] as const);
}

/** Of every key that the server has, those that were made in the rescue among them. */
function secretsOf(data: string): readonly Marker[] {
  const { containers } = stateIn(data);
  const keys = containers.flatMap(({ name, privateKey }) => markersOf(privateKey, name));
  return [...pemMarkers, ...keys];
}

it('a rescue among hostile names prints nothing raw, forges no line, and keeps one line for each event', async () => {
  const data = await dataFolder('expired-certificate');
  makeHostile(data);
  const commands = [['rescue', '--yes'], ['report'], ['undo', '--all', '--yes'], ['inspect', '--json']];
  for (const words of commands) {
    const ran = await cli().run([...words, '--data', data]);
    const printed = `${ran.stdout}${ran.stderr}`;
    expect(printed).not.toMatch(hiddenCharacter);
    expect(printed.split('\n').filter((line) => line.startsWith(forged))).toEqual([]);
    expect(ran.stderr).not.toContain('mistake in the program');
  }
  const journal = readFileSync(join(data, 'journal.jsonl'), 'utf8');
  const lines = journal.split('\n').slice(0, -1);
  const sequences = lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence);
  expect(sequences).toEqual(lines.map((_line, index) => index + 1));
  expect(sequences.length).toBeGreaterThan(8);
});

it('a rescue that makes a key keeps and packs nothing secret', async () => {
  const data = await dataFolder('no-self-signed');
  const before = stateIn(data).containers.length;
  expect((await cli().run(['rescue', '--data', data, '--yes'])).status).toBe(0);
  expect((await cli().run(['rerun-setup', '--data', data])).status).toBe(0);
  const bundle = join(newFolder(), 'bundle.zip');
  expect((await cli().run(['bundle', '--data', data, '--out', bundle, '--yes'])).status).toBe(0);
  expect(stateIn(data).containers.length).toBeGreaterThan(before);

  const secrets = secretsOf(data);
  // The search finds them where they have to be.
  expect(found(secrets, readFileSync(join(data, standsForWindows))).length).toBeGreaterThan(before);
  const files = filesOf(data);
  expect(files.map(([name]) => name)).toEqual(
    expect.arrayContaining(['/journal.jsonl', '/rescue-1/records.json']),
  );
  const packed = Object.entries(unzipSync(readFileSync(bundle))).map(
    ([name, bytes]) => [name, Buffer.from(bytes)] as const,
  );
  for (const [name, bytes] of [...files, ...packed])
    expect([name, found(secrets, bytes)]).toEqual([name, []]);
});
