import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { practiceDataFolder } from '../../electron/wizard/practice-root.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';

const newFolder = temporaryFolders();

describe('the folder to practise in', () => {
  it('is the newest, and the first where there is none', () => {
    const root = newFolder();
    expect(practiceDataFolder(join(root, 'gone'))).toBe(join(root, 'gone', '1'));
    for (const name of ['1', '2', '10', 'notes']) mkdirSync(join(root, name));
    expect(practiceDataFolder(root)).toBe(join(root, '10'));
  });

  it('is named also where it cannot be: whoever opens it is told why', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(practiceDataFolder(file)).toBe(join(file, '1'));
  });
});
