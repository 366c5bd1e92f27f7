import { describe, expect, test } from 'vitest';
import { parseThumbprint, thumbprint } from '../../shared/thumbprint.ts';

const upper = 'A909502DD82AE41433E6F83886B00D4277A32A7B';

describe('a thumbprint', () => {
  test.each([
    ['as it is', upper],
    ['in lower case', upper.toLowerCase()],
    ['with blanks', 'a9 09 50 2d d8 2a e4 14 33 e6 f8 38 86 b0 0d 42 77 a3 2a 7b'],
    ['with colons', 'A9:09:50:2D:D8:2A:E4:14:33:E6:F8:38:86:B0:0D:42:77:A3:2A:7B'],
    ['with the invisible mark of the certificate dialog', `\u200e${upper}`],
    ['with a byte order mark and a line end', `\ufeff${upper}\r\n`],
  ])('is read %s', (_how, text) => {
    expect(parseThumbprint(text)).toBe(upper);
  });

  test.each([
    ['nothing', ''],
    ['one digit too few', upper.slice(1)],
    ['one digit too many', `${upper}0`],
    ['a letter that is no digit', `G${upper.slice(1)}`],
    ['a dash', upper.replace('A9', 'A-9')],
    ['a SHA-256 hash', upper + upper.slice(0, 24)],
  ])('is not made of %s', (_what, text) => {
    expect(parseThumbprint(text)).toBeNull();
    expect(() => thumbprint(text)).toThrow('Not a thumbprint');
  });
});
