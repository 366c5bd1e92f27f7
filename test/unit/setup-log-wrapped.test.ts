import { describe, expect, test } from 'vitest';
import { readSetupLog } from '../../shared/setup-log.ts';
import {
  consoleText,
  expired,
  failedRun,
  keyNotOpened,
  logText,
  receiveConnectorConflict,
  scriptErrorText,
  scripts,
  thumbprint,
  wrapped,
} from '../fixtures/setup-logs.ts';

const errors = [
  ['certificate-expired', ['IIS'], null, expired(scripts.iis)],
  ['private-key-inaccessible', ['IIS', 'POP', 'IMAP'], thumbprint, keyNotOpened(scripts.iisPopImap)],
  ['back-end-certificate', ['IIS'], null, expired(scripts.backEnd)],
  ['internal-transport-certificate', ['SMTP'], null, expired(scripts.smtp)],
  ['not-a-certificate-failure', [], null, receiveConnectorConflict],
] as const;

const seen = (text: string): object => {
  const { class: kind, failure } = readSetupLog(text);
  return [kind, failure?.services, failure?.thumbprint];
};

describe.each(errors)('a console that shows %s', (kind, services, hash, error) => {
  test.each([60, 79, 80, 100, 120])('is read at %i columns, wherever its lines begin', (width) => {
    for (let indent = 0; indent < width; indent += 1) {
      const text = wrapped(
        `Step   FAILED\n${scriptErrorText(error).replace('[ERROR] ', ' '.repeat(indent))}`,
        width,
      );
      expect(seen(text), `indented by ${indent}`).toEqual([kind, services, hash]);
    }
  });

  test('is read with one break at any place', () => {
    const text = consoleText(error);
    for (let at = 0; at <= text.length; at += 1) {
      expect(seen(`${text.slice(0, at)}\n${text.slice(at)}`), `broken at ${at}`).toEqual([
        kind,
        services,
        hash,
      ]);
    }
  });

  test('is read with all indentation lost and typographic quotes', () => {
    const text = consoleText(error)
      .replaceAll(/^[ \t]+/gm, '')
      .replaceAll(/"([^"]*)"/g, '“$1”');
    expect(seen(text)).toEqual([kind, services, hash]);
  });

  test('is read from a stamped log that was wrapped', () => {
    expect(seen(wrapped(logText(failedRun(error), '\n'), 80))).toEqual([kind, services, hash]);
  });
});

test('the quote is the physical line on which a wrapped exception begins', () => {
  const text = wrapped(consoleText(expired(scripts.iis)), 40);
  const lines = text.split('\n');
  const line = lines.findIndex((part) => part.includes('" was run: "')) + 1;
  expect(readSetupLog(text).quote).toEqual({ line, text: lines[line - 1] });
});
