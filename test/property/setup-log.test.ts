import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSetupLogBytes } from '../../electron/log-reader.ts';
import { readSetupLog, type FailureClass, type SetupVerdict } from '../../shared/setup-log.ts';
import { logCases } from '../fixtures/setup-log-cases.ts';
import { languages } from '../fixtures/setup-log-languages.ts';
import {
  consoleText,
  cryptographicException,
  expired,
  failedRun,
  frames,
  keyNotOpened,
  logText,
  of,
  receiveConnectorConflict,
  scriptOf,
  scripts,
  succeededRun,
  type SetupError,
} from '../fixtures/setup-logs.ts';

const curable: readonly FailureClass[] = ['certificate-expired', 'private-key-inaccessible'];

/** One failure each, of a class that no cut may turn into another that is cured by rebinding. */
const errors: readonly SetupError[] = [
  expired(scripts.iis),
  expired(scripts.iisPopImap, languages.german),
  keyNotOpened(scripts.iisPopImap),
  of(scripts.iis, cryptographicException, 'There is no key.', [frames.throwError, frames.installAuth]),
  of(scripts.iis, cryptographicException, 'Etwas.', [frames.cryptography, frames.install]),
  of(scripts.iis, 'System.NullReferenceException', 'The certificate is expired.'),
  expired(scripts.backEnd),
  keyNotOpened(scripts.backEnd, languages.french),
  expired(scripts.smtp),
  expired(scriptOf('Install-ExchangeCertificate -DomainController $RoleDomainController -services SMTP')),
  expired(scriptOf('Install-ExchangeCertificate -services IIS -WebSiteName "Exchange Back End"')),
  receiveConnectorConflict,
  of(
    scriptOf('# Install-ExchangeCertificate -services IIS'),
    cryptographicException,
    'The certificate is expired.',
  ),
  of(
    scriptOf('Write-ExchangeSetupLog -Info "Install-ExchangeCertificate -services IIS";'),
    cryptographicException,
    'The certificate is expired.',
  ),
];
const singleFailures = errors.flatMap((error) => [logText(failedRun(error)), consoleText(error)]);
const success = logText(succeededRun());

const log = fc.constantFrom(...singleFailures, success);
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, part: number): number => Math.round(part * text.length);

function expectNoInvention(whole: string, cut: string): void {
  const kind = readSetupLog(cut).class;
  if (curable.includes(kind)) expect(kind, cut).toBe(readSetupLog(whole).class);
}

describe('a log that is cut', () => {
  test('behind any character invents no cause', () => {
    for (const text of singleFailures.filter((failure) => !failure.startsWith('['))) {
      for (let end = 0; end <= text.length; end += 1) expectNoInvention(text, text.slice(0, end));
    }
  });

  test('in front of any character invents no cause', () => {
    for (const text of singleFailures.filter((failure) => !failure.startsWith('['))) {
      for (let start = 0; start <= text.length; start += 1) expectNoInvention(text, text.slice(start));
    }
  });

  test('at both ends invents no cause', () => {
    fc.assert(
      fc.property(log, place, place, (text, one, other) => {
        expectNoInvention(text, text.slice(at(text, Math.min(one, other)), at(text, Math.max(one, other))));
      }),
      { numRuns: 3000 },
    );
  });

  test('in its middle invents no cause', () => {
    fc.assert(
      fc.property(log, place, place, (text, one, other) => {
        const start = at(text, Math.min(one, other));
        const end = at(text, Math.max(one, other));
        // Two halves of commands that join to another command are another log: nobody can tell.
        fc.pre(!insideCommand(text, start) || !insideCommand(text, end));
        expectNoInvention(text, text.slice(0, start) + text.slice(end));
      }),
      { numRuns: 3000 },
    );
  });
});

function insideCommand(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return line.slice(0, line.search(/\r?\n|$/)).includes('-ExchangeCertificate');
}

describe('a log that is damaged', () => {
  test('by any bytes is read, and the same each time', () => {
    fc.assert(
      fc.property(log, place, fc.uint8Array({ maxLength: 300 }), (text, part, bytes) => {
        const offset = at(text, part);
        const damaged = Buffer.concat([
          Buffer.from(text.slice(0, offset)),
          bytes,
          Buffer.from(text.slice(offset)),
        ]);
        const read = readSetupLogBytes(damaged);
        expect(read.kind).toBe('read');
        expect(readSetupLogBytes(damaged)).toEqual(read);
      }),
      { numRuns: 1000 },
    );
  });

  test('beyond recognition is no failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(readSetupLogBytes(bytes)).toMatchObject({
          kind: 'read',
          verdict: { class: 'no-failure-found' },
        });
      }),
    );
  });
});

describe('a log in blocks', () => {
  const readIn = (bytes: Uint8Array, blockSize: number): SetupVerdict => {
    const read = readSetupLogBytes(bytes, { blockSize });
    if (read.kind === 'unreadable') throw new Error(read.code);
    return read.verdict;
  };
  const cases = fc.constantFrom(...logCases.map(({ text }) => text).filter((text) => text.length < 60_000));
  const blockSize = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 65, max: 65_536 }));

  test.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16BE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('of any size is the log at once: %s', (_, encode) => {
    fc.assert(
      fc.property(cases, blockSize, (text, size) => {
        expect(readIn(encode(text), size)).toEqual(readSetupLog(text));
      }),
      { numRuns: 300 },
    );
  });

  test('of any size is the log at once where bytes are damaged', () => {
    fc.assert(
      fc.property(
        cases,
        place,
        fc.string({ unit: fc.constantFrom('\0', '\n', '\r', '"', 'ü', '[', 'x') }),
        blockSize,
        (text, part, noise, size) => {
          const offset = at(text, part);
          const damaged = text.slice(0, offset) + noise + text.slice(offset);
          expect(readIn(Buffer.from(damaged), size)).toEqual(readSetupLog(damaged));
        },
      ),
      { numRuns: 500 },
    );
  });
});
