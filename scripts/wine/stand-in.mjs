// The stand-ins, built where the other parts of the tests under Wine lie.
import { join } from 'node:path';
import { buildStandIns } from '../../test/windows/stand-in/build.mjs';
import { wineCache } from './places.mjs';

/**
 * Both variants of httpapi.dll, wevtutil.exe and setup.exe, each a path.
 * @throws Problem when they cannot be built
 */
export function provideStandIns() {
  const { httpapi, httpapiWithoutUpdate, wevtutil, setup } = buildStandIns(join(wineCache, 'stand-in'));
  return { 'with-update': httpapi, 'without-update': httpapiWithoutUpdate, wevtutil, setup };
}
