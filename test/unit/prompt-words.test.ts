import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inverse } from '../../shared/change.ts';
import type { CertificateChange, Change, KeyAccessChange, RecordChange } from '../../shared/change.ts';
import { commandsFor, lookCommandsFor } from '../../shared/commands.ts';
import { endpoint } from '../../shared/endpoint.ts';
import { iisRecordSettings } from '../../shared/facts.ts';
import { commandPromptWord, quotedWord, word } from '../../shared/prompt-words.ts';
import { rerunOf } from '../../shared/rerun.ts';
import { notWritten } from '../../shared/text/english/by-hand.ts';
import { expiredServer, hash, now, setupRun, setupVerdict } from '../fixtures/facts.ts';
import { commandPrompt, powerShell } from '../fixtures/hostile/prompts.ts';
import { hostileTexts } from '../fixtures/hostile/texts.ts';

/** Texts made of what prompts have a meaning for, and any others. */
const anyText = fc.oneof(
  fc.constantFrom(...Object.values(hostileTexts)),
  fc.string({
    unit: fc.constantFrom(...Array.from('"\'`$%^&|<>()[]{};,=!@#~\\/ \t\n-aé“”’\u202e')),
    maxLength: 12,
  }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const usual = {
  store: 'MY',
  names: 'EX01',
  list: null as string | null,
  path: 'C:\\keys\\a1_b2',
};

/** A change of every kind with these names in it, and its undo. */
function changesWith({ store, names, list, path }: typeof usual): readonly Change[] {
  const record: RecordChange = {
    id: '1',
    kind: 'record',
    target: { endpoint: endpoint('0.0.0.0:443'), site: names },
    before: { kind: 'absent' },
    after: {
      kind: 'present',
      value: {
        ...iisRecordSettings,
        certificate: { kind: 'thumbprint', thumbprint: hash('E') },
        store,
        clientCertificates: {
          ...iisRecordSettings.clientCertificates,
          listIdentifier: list,
          listStore: list,
        },
      },
    },
  };
  const certificate: CertificateChange = {
    id: '2',
    kind: 'certificate',
    target: { container: names, serialNumber: '01AB' },
    before: { kind: 'absent' },
    after: {
      kind: 'present',
      value: {
        netbiosName: names,
        fullyQualifiedName: names,
        friendlyName: names,
        notBefore: now,
        notAfter: now,
      },
    },
  };
  const access: KeyAccessChange = {
    id: '3',
    kind: 'key-access',
    target: { certificate: hash('E'), path },
    before: { kind: 'present', value: { accessList: 'D:PAI(A;;FR;;;BU)' } },
    after: { kind: 'present', value: { accessList: 'D:PAI(A;;FR;;;BU)(A;;FA;;;BA)' } },
  };
  return [record, certificate, access].flatMap((change) => [change, inverse(change)]);
}

describe('a word of a command', () => {
  test('arrives as it is in the Command Prompt, or is not written', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const written of [word(text), quotedWord(text), commandPromptWord(text)]) {
          if (written !== null)
            expect(commandPrompt(`program ${written} last`)).toEqual(['program', text, 'last']);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('arrives as it is in PowerShell, or is not written', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const written of [word(text), quotedWord(text)]) {
          if (written !== null)
            expect(powerShell(`program ${written} last`)).toEqual(['program', text, 'last']);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    'MY',
    'WebHosting',
    'Remote Desktop',
    'R&D (old)',
    'D:\\CU 15\\setup.exe',
    'Zürich, 証明書',
    '',
  ])('is written where it can be: %s', (text) => {
    expect(word(text)).not.toBeNull();
    expect(commandPromptWord(text)).not.toBeNull();
  });

  test('may hold the dollar of an administrative share, where it is for the Command Prompt', () => {
    const share = '\\\\files\\c$\\CU 15\\setup.exe';
    expect(commandPromptWord(share)).toBe(`"${share}"`);
    expect(word(share)).toBeNull();
  });
});

describe('the commands for a change with a hostile name in it', () => {
  test.each(Object.entries(hostileTexts))('are whole, or not shown, and that is said: %s', (_what, text) => {
    const named = { store: text, names: text, list: text, path: text };
    for (const key of ['store', 'names', 'list', 'path'] as const) {
      for (const change of changesWith({ ...usual, [key]: named[key] })) {
        for (const command of [...commandsFor(change), ...lookCommandsFor(change)]) {
          if (command === notWritten) continue;
          expect(command).not.toMatch(/[\n\r]/);
          // Of the words that PowerShell alone is given, the rest is fixed.
          if (!/^(?:\$key|New-Self)/.test(command)) commandPrompt(command);
          if (!command.startsWith('$key')) powerShell(command);
        }
      }
    }
  });

  test('are all left out where one of them cannot be written', () => {
    const [record] = changesWith({ ...usual, list: hostileTexts.quotes });
    const replacing = { ...(record as RecordChange), before: (record as RecordChange).after };
    expect(commandsFor(replacing)).toEqual([notWritten]);
    expect(commandsFor(changesWith(usual)[0]!)).not.toContain(notWritten);
  });

  test('do nothing where they are not shown: the line that stands there is taken by no prompt for more', () => {
    // PowerShell takes it for a comment, the Command Prompt for a program that is not there.
    expect(notWritten).toMatch(/^# [\w ,:.]+$/);
    expect(commandPrompt(notWritten)[0]).toBe('#');
  });

  test('keep every word of the exported access list in one', () => {
    const [, , , , , back] = changesWith(usual);
    const [command = ''] = commandsFor(back!);
    expect(command).toContain('SetSecurityDescriptorSddlForm("D:PAI(A;;FR;;;BU)", "Access")');
  });
});

describe('the command for Setup', () => {
  const rerun = (media: string) =>
    rerunOf(expiredServer({ setup: setupVerdict('certificate-expired', { run: setupRun({ media }) }) }));

  test.each(Object.entries(hostileTexts))(
    'holds its media as one word, or is not shown: %s',
    (_what, text) => {
      const again = rerun(`D:\\${text}`);
      if (again.kind === 'media-cannot-be-typed') return;
      if (!('command' in again)) throw new Error(again.kind);
      expect(commandPrompt(again.command)).toEqual([again.program, ...again.switches]);
    },
  );

  test('is not shown where the media is called as a variable', () => {
    expect(rerun('D:\\%TEMP%')).toEqual({ kind: 'media-cannot-be-typed', media: 'D:\\%TEMP%' });
  });
});
