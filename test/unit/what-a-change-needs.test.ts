import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeState } from '../../electron/server/practice/state.ts';
import { x509Of } from '../../electron/server/practice/key-store.ts';
import { unknown } from '../../shared/reading.ts';
import { sameServer } from '../fixtures/same-server.ts';
import { World } from '../fixtures/world.ts';

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** A rescue whose plan is shown, of two records that are to get the same certificate. */
async function planned() {
  const world = await World.of('expired-certificate');
  worlds.push(world);
  const { conductor, facts, diagnosis, plan } = await world.planned();
  if (plan.choice?.kind !== 'use') throw new Error('A certificate that is there was expected');
  const { thumbprint: chosen } = plan.choice;
  const isChosen = (certificate: PracticeState['certificates'][number]) =>
    certificate.store === 'MY' && x509Of(certificate).fingerprint.replaceAll(':', '') === chosen;
  return {
    world,
    chosen,
    isChosen,
    begin: () => conductor.begin(facts, diagnosis, plan),
  };
}

const written = (world: World) => world.events.map(({ kind }) => kind);

describe('a certificate that is not there any more when it is to be bound', () => {
  it('stops the change before it is begun, and says which one is missing where', async () => {
    const { world, chosen, isChosen, begin } = await planned();
    await world.meddle((state) => ({
      ...state,
      certificates: state.certificates.filter((certificate) => !isChosen(certificate)),
    }));
    const meddled = await world.state();
    const missing = { thumbprint: chosen, store: 'MY', what: 'certificate' };
    const because = { kind: 'certificate-missing', changeId: '1', missing };
    expect(await begin()).toEqual({ kind: 'stopped', because });
    expect(written(world)).toEqual(['rescue-started', 'backup-made', 'rescue-stopped']);
    expect(await world.state()).toEqual(meddled);
  });

  it('stops it as well where only its key is not linked any more, and goes on once it is', async () => {
    const { world, isChosen, begin } = await planned();
    const first = await world.state();
    await world.meddle((state) => ({
      ...state,
      certificates: state.certificates.map((certificate) =>
        isChosen(certificate) ? { ...certificate, key: { kind: 'none' } } : certificate,
      ),
    }));
    expect(await begin()).toMatchObject({
      kind: 'stopped',
      because: { kind: 'certificate-missing', missing: { what: 'private-key' } },
    });
    expect(written(world)).not.toContain('change-about-to');
    await world.meddle((state) => ({ ...state, certificates: first.certificates }));
    expect(await world.goOn()).toEqual({ kind: 'repaired' });
  });

  it('stops it too where nobody can tell', async () => {
    const { world } = await planned();
    world.disguise = (server) => ({
      ...sameServer(server),
      missing: () => Promise.resolve(unknown('5', 'CertOpenStore MY')),
    });
    const { conductor, facts, diagnosis, plan } = await world.planned();
    expect(await conductor.begin(facts, diagnosis, plan)).toMatchObject({
      kind: 'stopped',
      because: { kind: 'unreadable', changeId: '1', because: { code: '5' } },
    });
    expect(written(world)).not.toContain('change-about-to');
  });

  it('hinders no undo, which says what Windows would not take back', async () => {
    const world = await World.of('one-binding-expired');
    worlds.push(world);
    expect(await world.begin()).toEqual({ kind: 'repaired' });
    const old = world.rescues[0]!.start.plan.changes.flatMap(({ before }) =>
      before.kind === 'present' && 'certificate' in before.value ? [before.value.certificate] : [],
    );
    await world.meddle((state) => ({
      ...state,
      certificates: state.certificates.filter(
        (certificate) =>
          !old.some(
            (reference) =>
              reference.kind === 'thumbprint' &&
              reference.thumbprint === x509Of(certificate).fingerprint.replaceAll(':', ''),
          ),
      ),
    }));
    expect(await world.process().conductor.undoAll()).toEqual({ kind: 'partly-undone' });
    expect(world.events.find(({ kind }) => kind === 'change-not-undone')).toMatchObject({
      because: { kind: 'refused', because: { code: '1312' } },
    });
  });
});

describe('what a change that was cut off has left beside its target', () => {
  const cut = new Error('The power is gone');

  /** A rescue that ended within its first change, and a server that counts how often it is tidied since. */
  async function cutOff() {
    const { world, begin } = await planned();
    world.before = ({ name }) => {
      if (name === 'apply') throw cut;
    };
    await expect(begin()).rejects.toBe(cut);
    world.before = () => undefined;
    const tidied: number[] = [];
    world.disguise = (server) => ({
      ...sameServer(server),
      tidy: () => {
        tidied.push(applied(world));
        return Promise.resolve({ kind: 'refused', because: { code: '5', tried: 'tidy' } });
      },
    });
    return { world, tidied };
  }

  it('is taken away by an undo that has nothing to take back, whose end it does not decide', async () => {
    const { world, tidied } = await cutOff();
    const before = applied(world);
    expect(await world.undoAll()).toEqual({ kind: 'undone' });
    expect(applied(world)).toBe(before);
    expect(tidied).toEqual([before]);
  });

  it('is taken away before a rescue goes on, and when it is left', async () => {
    const going = await cutOff();
    const before = applied(going.world);
    expect(await going.world.goOn()).toEqual({ kind: 'repaired' });
    expect(going.tidied).toEqual([before]);

    const leaving = await cutOff();
    expect(await leaving.world.process().conductor.leave()).toEqual({ kind: 'left' });
    expect(leaving.tidied).toHaveLength(1);
  });

  it('stays where somebody only looks', async () => {
    const { world, tidied } = await cutOff();
    const { server, conductor } = world.process();
    await world.look(server);
    expect(conductor.unfinished).not.toBeNull();
    await server.close();
    expect(tidied).toEqual([]);
  });
});

const applied = (world: World) => world.calls.filter(({ name }) => name === 'apply').length;
