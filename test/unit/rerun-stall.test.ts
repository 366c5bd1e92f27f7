import { describe, expect, test } from 'vitest';
import type { Service } from '../../shared/facts.ts';
import { read, unknown } from '../../shared/reading.ts';
import { stallsOf } from '../../shared/screens/rerun-stall.ts';
import type { Stall } from '../../shared/screens/rerun-stall.ts';
import type { SetupStanding } from '../../shared/setup-progress.ts';
import { stallText } from '../../shared/text/english/rerun.ts';

const minute = 60_000;
const topology = (changes: Partial<Service> = {}): readonly Service[] => [
  { name: 'MSExchangeADTopology', state: 'running', startType: 'automatic', ...changes },
];
const up = read(topology());
const stopped = read(topology({ state: 'stopped', startType: 'disabled' }));

describe('a silence of Setup', () => {
  test.each<[string, SetupStanding, string | null, number, typeof up, readonly Stall[]]>([
    ['short', 'at-work', 'Install-CafeRole', 59, stopped, []],
    ['of a minute', 'at-work', 'Install-CafeRole', 60, up, ['slow']],
    ['between tasks', 'at-work', null, 90, up, ['slow']],
    ['while files are copied', 'at-work', 'install-MsiPackage', 59 * 60, stopped, ['copying-files']],
    ['while languages are installed', 'at-work', 'install-Languages', 1046, up, ['copying-files']],
    ['of an hour of copying', 'at-work', 'install-MsiPackage', 3600, up, ['console-frozen']],
    ['with no directory', 'at-work', 'Install-MailboxRole', 120, stopped, ['directory-service-stopped']],
    ['with no directory, short', 'at-work', 'Install-MailboxRole', 119, stopped, ['slow']],
    ['with no directory, elsewhere', 'at-work', 'Start-PostSetup', 300, stopped, ['slow']],
    ['of ten minutes', 'at-work', 'Install-MailboxRole', 600, up, ['console-frozen']],
    ['after an error', 'stopping', null, 60, stopped, ['waits-with-error']],
    ['before it began', 'not-begun', null, 3600, stopped, []],
    ['after its end', 'ended', null, 3600, stopped, []],
  ])('%s is explained by what is known', (_what, standing, task, seconds, services, stalls) => {
    expect(stallsOf({ standing, task }, seconds * 1000, services)).toEqual(stalls);
  });

  test('with no directory for long may have two reasons, the likelier one first', () => {
    const progress = { standing: 'at-work', task: 'Install-CafeRole' } as const;
    const both = ['directory-service-stopped', 'console-frozen'];
    expect(stallsOf(progress, 10 * minute, stopped)).toEqual(both);
    expect(stallsOf(progress, 10 * minute, read(topology({ startType: 'disabled' })))).toEqual(both);
  });

  test('blames no service that is not known to be down', () => {
    const progress = { standing: 'at-work', task: 'Install-CafeRole' } as const;
    expect(stallsOf(progress, 5 * minute, unknown('5', 'OpenSCManagerW'))).toEqual(['slow']);
    expect(stallsOf(progress, 5 * minute, read([]))).toEqual(['slow']);
  });

  test.each<[Stall, RegExp]>([
    ['copying-files', /16 %.*up to an hour/],
    ['console-frozen', /press Enter/],
    ['directory-service-stopped', /MSExchangeADTopology.*start it/],
    ['waits-with-error', /close it/],
    ['slow', /no fault/],
  ])('%s says what to do', (stall, says) => {
    expect(stallText(stall)).toMatch(says);
  });
});
