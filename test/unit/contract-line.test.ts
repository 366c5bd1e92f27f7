import { describe, expect, it } from 'vitest';
import { contractLine, type CountedTest } from '../contract-line.ts';

const test = (fullName: string, state: CountedTest['state'] = 'passed'): CountedTest => ({ fullName, state });

describe('the line about the contract', () => {
  it('counts the cases of each server, whatever stands around it', () => {
    expect(
      contractLine([
        test('the practice server in memory, as every server > reads'),
        test('the practice server in memory, as every server > a record > goes', 'failed'),
        test('something else > as every server'),
        test('under Wine > the Windows server, as every server > reads'),
        test('under Wine > the Windows server, as every server > a record > > goes'),
      ]),
    ).toBe(
      'Contract: 2 cases on the practice server in memory, 2 on the Windows server under Wine (0 skipped)',
    );
  });

  it('does not count as run what was skipped', () => {
    expect(
      contractLine([
        test('the practice server, as every server > reads'),
        test('under Wine (Wine is not here) > the Windows server, as every server > reads', 'skipped'),
      ]),
    ).toBe(
      'Contract: 1 cases on the practice server, 0 on the Windows server under Wine (Wine is not here) (1 skipped)',
    );
  });

  it('is none where no case of it was to be run', () => {
    expect(contractLine([test('a record > reads')])).toBeNull();
  });
});
