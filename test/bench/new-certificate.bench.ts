import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { createPractice } from '../../electron/server/practice/practice.ts';
import type { ConcreteChange } from '../../shared/change.ts';
import { inverse } from '../../shared/change.ts';
import { certificateCreation } from '../fixtures/certificate-creation.ts';
import { scenario } from '../fixtures/practice.ts';
import { temporaryFolders } from '../fixtures/temporary-folder.ts';
import { itMeasures } from './it-measures.ts';
import { duration, median } from './pairs.ts';

const newFolder = temporaryFolders();
const pairs = 100;

/** How long a key takes to be found is a matter of luck: a single pair says nothing, the medians of many do. */
itMeasures('newCertificate', async () => {
  const folder = newFolder();
  const opened = await createPractice({
    directory: join(folder, 'practice'),
    clock: systemClock,
    scenario: scenario('one-binding-expired'),
  });
  if (opened.kind === 'problem') throw new Error(opened.because.code);
  const { server } = opened;
  const creation = certificateCreation('bench');
  const apply = async (change: ConcreteChange) => {
    const applied = await server.apply(change);
    if (applied.kind !== 'applied') throw new Error(applied.kind);
  };
  try {
    const measured: number[] = [];
    const yardstick: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      measured.push(await duration(() => apply(creation)));
      await apply(inverse(creation));
      yardstick.push(
        await duration(() => {
          openssl(folder);
        }),
      );
    }
    return median(measured) / median(yardstick);
  } finally {
    await server.close();
  }
});

function openssl(folder: string): void {
  const kind = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=EX01', '-days', '1825'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  const { status, error } = spawnSync('openssl', ['req', '-x509', ...kind, ...files], { stdio: 'ignore' });
  if (status !== 0) throw error ?? new Error('openssl failed');
}
