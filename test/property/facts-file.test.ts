import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFactsFile } from '../../electron/cli/facts-file.ts';
import { jsonLine } from '../../electron/cli/output.ts';
import { newIdentity } from '../../electron/identity.ts';
import type { Facts } from '../../shared/facts.ts';
import { lookAt } from '../../shared/look.ts';
import { plain } from '../../shared/plain.ts';
import { read, unknown } from '../../shared/reading.ts';
import type { SetupRun, SetupVerdict } from '../../shared/setup-log/verdict.ts';
import { anyFacts } from '../fixtures/any-facts.ts';
import { mailCertificate, setupRun, setupVerdict } from '../fixtures/facts.ts';

/** Any text that could come out of a registry or a log: also halves of characters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Größe', '\ud83d', '\u2028', '__proto__', '{"unknown":1}'),
);
const quote = fc.record({ line: fc.nat(), text: anyText });
const run: fc.Arbitrary<SetupRun> = fc
  .record({ media: fc.option(anyText), commandLine: fc.option(anyText), name: anyText, value: anyText })
  .map(({ media, commandLine, name, value }) =>
    setupRun({ media, commandLine, parameters: [{ name, value }], startedAt: null }),
  );

const anySetup: fc.Arbitrary<SetupVerdict> = fc
  .record({ run, quote, rules: fc.array(anyText), which: fc.nat({ max: 4 }) })
  .map(({ run: one, quote: said, rules, which }) => {
    const verdict = setupVerdict('certificate-expired');
    const outcomes: readonly SetupVerdict['hiddenBy'][number]['outcome'][] = [
      { kind: 'succeeded', quote: said },
      { kind: 'failed', failure: { ...verdict.failure!, installing: said, message: said.text } },
      { kind: 'blocked', rules, quote: said },
      { kind: 'abandoned' },
      { kind: 'open' },
    ];
    return { ...verdict, quote: said, run: one, hiddenBy: [{ run: one, outcome: outcomes[which]! }] };
  });

const parts = (facts: Facts) =>
  Object.entries(facts).flatMap(([name, part]) =>
    typeof part === 'object' && part !== null && 'kind' in part && (part as { kind: string }).kind === 'read'
      ? [name]
      : [],
  );

/** Any server, with any texts in it, and any of its parts unread. */
const wildFacts: fc.Arbitrary<Facts> = fc
  .record({ facts: anyFacts, setup: anySetup, texts: fc.tuple(anyText, anyText, anyText), unread: fc.nat() })
  .map(({ facts, setup, texts: [one, two, three], unread }): Facts => {
    const wild: Facts = {
      ...facts,
      setup: read(setup),
      server: read({ netbiosName: 'EX01', fullyQualifiedName: one, operatingSystem: two }),
      certificates: read([mailCertificate({ friendlyName: three, dnsNames: [one, two] })]),
      filesToKeep: read([{ name: one, path: two }]),
    };
    const names = parts(wild);
    // Past the last one: everything was read.
    const name = names[unread % (names.length + 1)];
    return name === undefined ? wild : { ...wild, [name]: unknown(one, two) };
  });

function printed(facts: Facts): Uint8Array {
  return Buffer.from(jsonLine({ facts: plain(facts), identity: newIdentity(facts) }));
}

function readBack(bytes: Uint8Array) {
  const parsed = parseFactsFile(bytes);
  if (parsed.kind !== 'read') throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

describe('facts that are printed and read back', () => {
  test.each([
    ['any server', anyFacts],
    ['any texts, any part unread', wildFacts],
  ])('are the same: %s', (_what, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (facts) => {
        expect(readBack(printed(facts)).facts).toEqual(facts);
      }),
    );
  });

  test('give the same diagnosis, candidates and plan', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const identity = newIdentity(facts);
        const { facts: again, identity: known } = readBack(
          Buffer.from(jsonLine({ facts: plain(facts), identity })),
        );
        expect(lookAt(again, known!)).toEqual(lookAt(facts, identity));
      }),
    );
  });

  test('are printed in letters that every code page has', () => {
    fc.assert(
      fc.property(wildFacts, (facts) => {
        expect(Buffer.from(printed(facts)).toString('latin1')).toMatch(/^[\x20-\x7e]+\n$/);
      }),
    );
  });
});
