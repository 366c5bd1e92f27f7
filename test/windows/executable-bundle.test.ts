import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleInto, requiredBy } from '../../scripts/windows/bundle.mjs';
import { nodeRefusal } from '../../scripts/windows/node-version.mjs';
import { withoutSignature } from '../../scripts/windows/signature.mjs';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('what cu-rescue.exe holds', () => {
  let bundle: string;
  let program: string;
  beforeAll(async () => {
    bundle = await bundleInto(newFolder());
    program = readFileSync(bundle, 'utf8');
  });

  it('can start a program in one way only: by its path, without a shell; and so no Setup', () => {
    const started = [...program.matchAll(/child_process\.(\w+)/g)].map(([, how]) => how);
    expect(started).toEqual(['execFile']);
    expect(program).not.toMatch(/shell: true|worker_threads|process\.binding|\bimport\(/);
    expect(program).not.toMatch(/CreateProcess|ShellExecute|WinExec|WinVerifyTrust|powershell\.exe/);
  });

  it('asks Node for nothing but what is known here', () => {
    expect(requiredBy(bundle)).toEqual([
      ...['buffer', 'child_process', 'crypto', 'events', 'fs', 'fs/promises', 'module', 'net', 'os', 'path'],
      ...['readline', 'timers/promises', 'tls', 'tty', 'url', 'util'],
    ]);
  });

  it('takes nothing but koffi from beside it', () => {
    const asked = [...program.matchAll(/createRequire\)?\(.*$/gm)].map(([text]) => text);
    expect(asked).toEqual([expect.stringContaining('(__filename).href)(library)')]);
  });
});

describe('the Node that builds cu-rescue.exe', () => {
  it('is of the same line as the one in it', () => {
    expect(nodeRefusal('20.20.0')).toBeNull();
    expect(nodeRefusal('20.19.6')).toBe(
      'cu-rescue.exe holds Node 20.20, and only that Node can build it; this is Node 20.19.6.',
    );
    expect(nodeRefusal('22.20.0')).toContain('this is Node 22.20.0.');
  });
});

describe('the signature of a Windows program', () => {
  const header = 0x80;
  const entry = header + 24 + 112 + 32;

  /** The least that has a place for a signature. */
  function programWith(signature: string): Buffer {
    const bytes = Buffer.concat([Buffer.alloc(1024, 1), Buffer.from(signature)]);
    bytes.writeUInt32LE(header, 0x3c);
    bytes.write('PE\0\0', header, 'latin1');
    bytes.writeUInt16LE(0x20b, header + 24);
    bytes.writeUInt32LE(signature === '' ? 0 : 1024, entry);
    bytes.writeUInt32LE(signature.length, entry + 4);
    return bytes;
  }

  it('is taken away, and nothing else', () => {
    expect(withoutSignature(programWith('signed'))).toEqual(programWith(''));
    expect(withoutSignature(programWith(''))).toEqual(programWith(''));
  });

  it('is not guessed at', () => {
    expect(() => withoutSignature(Buffer.alloc(1024))).toThrow('Not a Windows program');
    const longer = Buffer.concat([programWith('signed'), Buffer.from('more')]);
    expect(() => withoutSignature(longer)).toThrow('not the last thing');
  });
});
