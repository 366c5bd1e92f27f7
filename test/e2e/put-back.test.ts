import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  commandLineBench,
  digest,
  expectSentence,
  journalOf,
  kinds,
  lastLine,
} from '../fixtures/command-line-bench.ts';
import type { Value } from '../fixtures/command-line.ts';

const { cli, dataFolder, newFolder, recordsAndCertificates, rescue, undo } = commandLineBench();

const putBack = (data: string, ...more: readonly string[]) =>
  cli().run(['put-back', '--data', data, ...more]);

/** Endpoint → what its record holds. */
async function bound(data: string): Promise<Readonly<Record<string, string>>> {
  const { records } = await recordsAndCertificates(data);
  return Object.fromEntries(
    (records as readonly { endpoint: string; thumbprint: string }[]).map((record) => [
      record.endpoint,
      record.thumbprint,
    ]),
  );
}

async function thumbprintOf(data: string, friendlyName: string, which: 'first' | 'last'): Promise<string> {
  const { certificates } = await recordsAndCertificates(data);
  const named = (certificates as readonly { friendlyName: string; thumbprint: string }[]).filter(
    (one) => one.friendlyName === friendlyName,
  );
  return (which === 'first' ? named.at(0) : named.at(-1))?.thumbprint ?? '';
}

describe('put-back', () => {
  it('shows the plan without --yes, and changes nothing', async () => {
    const data = await dataFolder('renewed-certificate');
    const before = digest(join(data, 'practice'));
    const shown = await putBack(data);
    expect(shown.status).toBe(3);
    expectSentence(shown, /--yes/);
    expect(shown.stdout).toContain('The plan: 2 changes');
    expect(shown.stdout).toContain('Exchange Back End stays on its self-signed certificate on purpose');
    expect(digest(join(data, 'practice'))).toBe(before);
    expect(existsSync(join(data, 'journal.jsonl'))).toBe(false);
  });

  it('binds the renewed certificate on 443 alone, keeps its report, and is taken back by itself', async () => {
    const data = await dataFolder('renewed-certificate');
    const before = await bound(data);
    const ran = await putBack(data, '--yes', '--json');
    expect([ran.status, lastLine(ran), ran.stderr]).toEqual([0, { outcome: 'put-back', rescue: 1 }, '']);
    expect(ran.values.slice(0, -1)).toEqual(journalOf(data));
    const [started] = journalOf(data);
    expect((started?.['event'] as Value)['purpose']).toBe('put-back');
    const now = await bound(data);
    expect(now['0.0.0.0:444']).toBe(before['0.0.0.0:444']);
    expect(now['0.0.0.0:443']).toBe(await thumbprintOf(data, 'mail.contoso.com', 'last'));
    expect(now['127.0.0.1:443']).toBe(now['0.0.0.0:443']);
    expect(existsSync(join(data, 'rescue-1', 'report.txt'))).toBe(true);

    const again = await putBack(data, '--yes', '--json');
    expect([again.status, lastLine(again)]).toEqual([0, { outcome: 'nothing-to-do' }]);

    const undone = await cli().run(['undo', '--data', data, '--put-back', '--yes', '--json']);
    expect([undone.status, lastLine(undone)]).toEqual([0, { outcome: 'undone', notUndone: [] }]);
    expect(await bound(data)).toEqual(before);
  });

  it('takes the certificate that is named, also as it is pasted', async () => {
    const data = await dataFolder('renewed-certificate');
    const renewed = await thumbprintOf(data, 'mail.contoso.com', 'last');
    const pasted = renewed.toLowerCase().replaceAll(/(..)(?=.)/g, '$1 ');
    const ran = await putBack(data, '--certificate', pasted, '--yes', '--json');
    expect([ran.status, (await bound(data))['0.0.0.0:443']]).toEqual([0, renewed]);
  });

  it('refuses the one that has expired, and says why', async () => {
    const data = await dataFolder('renewed-certificate');
    const before = await bound(data);
    const old = await thumbprintOf(data, 'mail.contoso.com', 'first');
    const ran = await putBack(data, '--certificate', old, '--yes', '--json');
    expect(ran.status).toBe(3);
    expect(lastLine(ran)).toMatchObject({ outcome: 'stopped', because: { kind: 'not-to-be-put-back' } });
    expect(ran.stderr).toContain('cannot be put back: expired');
    expect(await bound(data)).toEqual(before);
  });

  it('is offered by rescue where nothing else is to be done', async () => {
    const ran = await cli().run(['rescue', '--data', await dataFolder('renewed-certificate'), '--yes']);
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('put-back --yes does it');
  });

  it('of a server on which a rescue comes first is refused, and says so', async () => {
    const ran = await putBack(await dataFolder('expired-certificate'), '--yes');
    expect(ran.status).toBe(3);
    expectSentence(ran, /is not valid now/);
  });

  it('after a rescue without a renewed certificate says what is missing', async () => {
    const data = await dataFolder('expired-certificate');
    expect((await rescue(data)).status).toBe(0);
    const ran = await putBack(data, '--yes');
    expect(ran.status).toBe(3);
    expect(ran.stderr).toContain('can be put back in its place yet');
    expect(ran.stderr).toContain('renewed-certificate');
  });

  it('after a rescue is undone with everything, newest first', async () => {
    const data = await dataFolder('one-binding-expired');
    const before = await recordsAndCertificates(data);
    expect((await rescue(data)).status).toBe(0);
    const ran = await putBack(data, '--yes');
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('finish the update first');
    expect((await undo(data)).status).toBe(0);
    expect(await recordsAndCertificates(data)).toEqual(before);
    expect(kinds(journalOf(data)).filter((kind) => kind === 'undo-ended')).toHaveLength(2);
  });

  it.each([
    [['put-back', '--json'], 'needs --yes'],
    [['put-back', '--certificate', 'ABC', '--yes'], 'needs a thumbprint of 40 digits'],
    [['put-back', '--all', '--yes'], 'It knows --practice, --data, --certificate, --yes, --json'],
    [['undo', '--all', '--put-back', '--yes'], 'one of them'],
    [['undo', '--put-back'], 'needs --yes'],
  ])('%j is bad usage', async (words, why) => {
    const data = join(newFolder(), 'data');
    const ran = await cli().run([...words, '--data', data]);
    expect([ran.status, ran.stdout]).toEqual([64, '']);
    expect(ran.stderr).toContain(why);
    expect(existsSync(data)).toBe(false);
  });
});
