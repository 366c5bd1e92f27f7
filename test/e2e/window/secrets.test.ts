import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateFile } from '../../../electron/server/practice/store.ts';
import { practiceFolder } from '../../../electron/server/open-server.ts';
import type { PracticeState } from '../../../electron/server/practice/state.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import {
  found,
  markersOf,
  pemMarkers,
  textMarkers,
  unfoldedPdf,
  type Marker,
} from '../../fixtures/secrets.ts';
import type { WindowApp } from './window-app.ts';
import { rebind, windowBench } from './window-bench.ts';

const bench = await windowBench();
const isRoot = process.getuid?.() === 0;

/** The keys that the practice server keeps, in the place of Windows: in this one file, and nowhere else. */
function secretsOf(data: string): readonly Marker[] {
  const server = readFileSync(join(data, practiceFolder, stateFile), 'utf8');
  const { containers } = JSON.parse(server) as PracticeState;
  const made = containers.at(-1);
  if (made?.privateKey == null) throw new Error('The rescue has made no key');
  const secrets = markersOf(made.privateKey, made.name);
  expect(found(secrets, Buffer.from(JSON.stringify(server)))).not.toEqual([]);
  return [...pemMarkers, ...secrets];
}

/** What a process may write, and so may have been given: its heaps, its stacks, what it shares with others. */
function writableMemory(processId: number): readonly (readonly [from: number, to: number])[] {
  return readFileSync(`/proc/${String(processId)}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const range = /^(?<from>[\da-f]+)-(?<to>[\da-f]+) rw/.exec(line)?.groups;
      return range === undefined ? [] : [[parseInt(range['from']!, 16), parseInt(range['to']!, 16)] as const];
    });
}

/** Names of the markers that are anywhere in it; what lies on the border of two pieces is in both. */
function foundInMemory(processId: number, markers: readonly Marker[]): readonly string[] {
  const [piece, overlap] = [8 * 1024 * 1024, 256];
  const memory = openSync(`/proc/${String(processId)}/mem`, 'r');
  const names = new Set<string>();
  const buffer = Buffer.alloc(piece + overlap);
  try {
    for (const [from, to] of writableMemory(processId)) {
      for (let at = from; at < to; at += piece) {
        try {
          const bytes = readSync(memory, buffer, 0, Math.min(buffer.length, to - at), at);
          for (const name of found(markers, buffer.subarray(0, bytes))) names.add(name);
        } catch {
          // Taken back since the list was read.
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return [...names];
}

function rendererOf({ app }: WindowApp): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) throw new Error('There is no window');
    return window.webContents.getOSProcessId();
  });
}

it.runIf(process.platform === 'linux')(
  'a rescue that makes a key tells it to no file, no report, no state, and not to the window at all',
  async () => {
    const window = await bench.start(bench.newFolder(), '--practice', 'no-self-signed');
    await rebind(window, deedText({ kind: 'create-and-bind', bindings: 3 }));
    await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
    const saved = await window.reportSaved();
    const secrets = secretsOf(window.data);

    const files = readdirSync(window.data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== stateFile)
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of ['journal.jsonl', 'rescue-1/records.json'])
      expect(files).toContain(join(window.data, file));
    expect(files).toEqual(expect.arrayContaining(Object.values(saved)));
    for (const file of files) {
      const bytes = readFileSync(file);
      const all = file.endsWith('.pdf') ? unfoldedPdf(bytes) : bytes;
      expect([file, found(secrets, all)]).toEqual([file, []]);
    }
    const state = await window.open();
    expect(found(secrets, Buffer.from(JSON.stringify(state)))).toEqual([]);

    // Another user's process, that nobody else may look into.
    if (!isRoot) return;
    const renderer = await rendererOf(window);
    const planted = textMarkers('planted', `cu-rescue-${String(process.pid)}-${'planted'.repeat(3)}`);
    expect(foundInMemory(renderer, planted)).toEqual([]);
    await window.page.evaluate(
      ([first, second]) => {
        Object.assign(globalThis, { planted: `${first ?? ''}${second ?? ''}` });
      },
      [`cu-rescue-${String(process.pid)}-`, 'planted'.repeat(3)],
    );
    await window.page.evaluate(() => (globalThis as { planted?: string }).planted?.charCodeAt(20));
    expect(foundInMemory(renderer, planted)).not.toEqual([]);
    // What it was told is found there, and no key.
    const [thumbprint] = state.look.facts.records.kind === 'read' ? state.look.facts.records.value : [];
    expect(foundInMemory(renderer, textMarkers('a thumbprint', thumbprint!.thumbprint))).not.toEqual([]);
    expect(foundInMemory(renderer, secrets)).toEqual([]);
  },
);
