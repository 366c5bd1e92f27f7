import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createPractice, practiceInMemory } from '../../electron/server/practice/practice.ts';
import { setupLogFile } from '../../electron/server/practice/store.ts';
import { fixedKeys } from '../fixtures/keys/fixed-keys.ts';
import { nightClock, scenario } from '../fixtures/practice.ts';
import { promptPause } from '../fixtures/staged-time.ts';
import { describeServer } from './server-contract.ts';

const world = { clock: nightClock, pause: promptPause, scenario: scenario('one-binding-expired') };

describeServer('the practice server in memory', async () => {
  const { server, store } = await practiceInMemory({ ...world, keys: fixedKeys() });
  return {
    server,
    snapshot: async () => withoutKeys(JSON.stringify([await store.load(), await store.setup()])),
    async appendToSetupLog(text) {
      expect(await store.appendToSetupLog(text)).toEqual({ kind: 'applied' });
    },
    dispose: () => server.close(),
  };
});

describeServer('the practice server in a folder', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'practice-contract-'));
  const directory = join(parent, 'practice');
  const opened = await createPractice({ ...world, directory, keys: fixedKeys() });
  if (opened.kind === 'problem') throw new Error(opened.because.code);
  return {
    server: opened.server,
    async snapshot() {
      const entries = await readdir(parent, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const texts = await Promise.all(paths.sort().map((path) => readFile(path, 'utf8')));
      return withoutKeys(JSON.stringify([paths, texts]));
    },
    appendToSetupLog: (text) => appendFile(join(directory, setupLogFile), text),
    async dispose() {
      await opened.server.close();
      await rm(parent, { recursive: true });
    },
  };
});

/** A failing test prints both snapshots: the fixed keys would only be in the way. */
function withoutKeys(text: string): string {
  return text.replaceAll(/-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----/gs, 'a key');
}
