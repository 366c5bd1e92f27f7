import { expect, it, vi } from 'vitest';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { tried } from '../fixtures/tried.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { certificateFor, container } from './material.ts';
import { known, startRecordsWorld } from './records-world.ts';
import { openRemoteServer } from './remote-server.ts';
import { unknownParts } from './unknown-parts.ts';

vi.setConfig({ testTimeout: 120_000 });

describeOnWine('a key store that never answers', () => {
  it('leaves its own keys unknown, and everything else as known as ever, look after look', async () => {
    const exchange = await startRecordsWorld('with-update');
    const { world, needs } = exchange;
    try {
      const inStore = ['on-card-1', 'on-card-2', 'on-card-3', 'on-card-4', 'on-card-5'];
      for (const name of inStore) {
        const key = {
          ...container(name),
          provider: 'Microsoft Software Key Storage Provider',
          providerType: 0,
        };
        const { der } = certificateFor(fixedKey(0));
        await world.tools.addCertificate({
          der,
          store: 'MY',
          friendlyName: name,
          key: { ...key, pkcs8Pem: null },
        });
      }
      const opened = await openRemoteServer(world, { ...needs, altered: { hangs: ['NCryptOpenKey'] } });
      if (opened.kind === 'problem') throw new Error(opened.problem.kind);
      // Each hangs on a worker thread of the process, for good: there are four.
      for (let look = 1; look <= 3; look += 1) {
        const facts = await opened.value.inspect();
        expect(unknownParts(facts)).toEqual({});
        const keys = known(facts.certificates).map(({ friendlyName, key }) => ({
          friendlyName,
          key: known(key),
        }));
        for (const { friendlyName, key } of keys) {
          if (key.kind === 'none' || key.access.kind === 'not-tried') continue;
          expect([friendlyName, key.access.kind]).toEqual([
            friendlyName,
            inStore.includes(friendlyName) ? 'inconclusive' : 'signs',
          ]);
        }
        expect(keys.filter(({ friendlyName }) => inStore.includes(friendlyName))).toHaveLength(
          inStore.length,
        );
        expect(keys.some(({ key }) => key.kind === 'linked' && key.access.kind === 'signs')).toBe(true);
      }
      tried('misbehaviours', 1);
    } finally {
      await exchange.dispose();
    }
  });
});
