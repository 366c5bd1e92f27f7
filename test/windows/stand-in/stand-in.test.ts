import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { wineHere, type HttpSysVariant } from '../../../scripts/wine/for-tests.mjs';
import { describeOnWine } from '../describe-on-wine.ts';
import { startWineWorld } from '../wine-world.ts';
import { buildStandIns } from './build.mjs';

const timeLimit = 60_000;

/** The programs lie beside the stand-in that the worlds get. */
function programs() {
  const wine = wineHere();
  if (wine.kind === 'missing') throw new Error(wine.because);
  return buildStandIns(dirname(dirname(wine.standIn('with-update'))));
}

describeOnWine('the stand-in of http.sys', () => {
  it.each<[HttpSysVariant, number]>([
    ['with-update', 104],
    ['without-update', 89],
  ])(
    'answers as documented, %s',
    async (httpSys, checks) => {
      const world = await startWineWorld({ httpSys });
      try {
        copyFileSync(programs().trial, join(world.driveC, 'try.exe'));
        const words = ['C:\\windows\\system32\\httpapi.dll', 'C:\\results.txt'];
        const { status } = await world.run('C:\\try.exe', words);
        const lines = readFileSync(join(world.driveC, 'results.txt'), 'utf8').trim().split(/\r?\n/);
        expect(lines.filter((line) => line.startsWith('NOT OK'))).toEqual([]);
        expect(lines[0]).toBe(`${httpSys.split('-')[0] ?? ''} HttpUpdateServiceConfiguration`);
        expect(lines.filter((line) => line.startsWith('ok '))).toHaveLength(checks);
        expect(status).toBe(0);
      } finally {
        await world.dispose();
      }
    },
    timeLimit,
  );
});
