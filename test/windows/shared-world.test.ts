import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { endpoint } from '../../shared/endpoint.ts';
import { thumbprint } from '../../shared/thumbprint.ts';
import { nightClock } from '../fixtures/practice.ts';
import { fixedKey } from '../fixtures/keys/fixed-keys.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { recordRegistry } from './exchange-registry.ts';
import { startExchangeWorld } from './exchange-world.ts';
import { orderedFaults, orderFaults } from './http-sys-faults.ts';
import { certificateFor, container } from './material.ts';
import { usualRecord } from './records-world.ts';
import { shareWorld } from './shared-world.ts';
import { snapshotOf } from './snapshot.ts';

describeOnWine('a Windows that tests share', () => {
  const shared = shareWorld(() => startExchangeWorld('one-binding-expired', nightClock));
  afterEach(() => shared.giveBack());

  it('is given on as it was, whatever a test has added, changed and taken away', async () => {
    const { world, built } = await shared.take();
    const before = await snapshotOf(world);
    const keys = join(world.driveC, 'ProgramData/Microsoft/Crypto/RSA/MachineKeys');
    const [first, second] = readdirSync(keys);
    const [theirs] = await world.tools.listCertificates('MY');
    const { der, thumbprint: added } = certificateFor(fixedKey(8));

    const certificate = {
      der,
      store: 'MY',
      friendlyName: 'left',
      key: { ...container('left'), pkcs8Pem: fixedKey(8) },
    };
    await world.tools.addCertificate(certificate);
    await world.tools.removeCertificate('MY', theirs!.thumbprint);
    const [removed] = await world.tools.listContainers();
    await world.tools.removeContainer(container(removed!));
    await world.tools.generateKey(container(removed!));
    const records = [
      usualRecord(endpoint('10.1.2.3:443'), thumbprint(added)),
      { ...built.state.records[0]!, flags: 2 },
    ];
    await world.registry.import(recordRegistry(records));
    await orderFaults(world, { call: 'Set', of: '*', code: 5 });
    rmSync(join(keys, first!));
    chmodSync(join(keys, second!), 0o600);
    writeFileSync(join(keys, 'left'), '');
    rmSync(join(world.driveC, 'ExchangeSetupLogs'), { recursive: true });
    await shared.giveBack();

    const next = await shared.take();
    expect(next.world).toBe(world);
    expect(await snapshotOf(world)).toBe(before);
    expect(await orderedFaults(world)).toBe('');
  });

  it('is another one where it could not be had back', async () => {
    const { world } = await shared.take();
    process.kill(world.processId, 'SIGKILL');
    await shared.giveBack();
    const next = await shared.take();
    expect(next.world).not.toBe(world);
    expect((await next.server.inspect()).records.kind).toBe('read');
  });
});
