import { expect, it } from 'vitest';
import { printable } from '../../shared/text/printable.ts';

it('shows no person what would command the terminal or turn text around', () => {
  expect(printable('\u001b[31mred\u0007, \u202eolleh, \u009b2J')).toBe(
    '\ufffd[31mred\ufffd, \ufffdolleh, \ufffd2J',
  );
});

it('leaves letters, line ends and tabs as they are', () => {
  const text = 'Zertifikat läuft ab:\n\t証明書 „x“ …';
  expect(printable(text)).toBe(text);
});
