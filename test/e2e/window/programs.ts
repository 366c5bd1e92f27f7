import { join } from 'node:path';
import { electronForTests, programForTests } from '../../../scripts/electron/for-tests.mjs';
import { presentPack, program } from '../../../scripts/package/pack.mjs';

/** The program as it is worked on, and as it is installed: what attacks the one, attacks the other. */
export const programs = [
  { where: 'in a checkout', prepare: electronForTests },
  { where: 'as it is installed', prepare: () => programForTests(join(presentPack('test'), program)) },
] as const;
