import { describe, expect, it } from 'vitest';
import { scenarios } from '../../electron/server/practice/scenarios.ts';
import { commandLineBench, digest } from '../fixtures/command-line-bench.ts';

const { cli, dataFolder } = commandLineBench();

describe('inspect', () => {
  it.each(['expired-certificate', 'no-self-signed', 'healthy'])('writes nothing: %s', async (scenario) => {
    const data = await dataFolder(scenario);
    const before = digest(data);
    expect((await cli().run(['inspect', '--data', data, '--json'])).status).toBe(0);
    expect((await cli().run(['inspect', '--data', data])).stdout).not.toMatch(/undefined|\[object/);
    expect(digest(data)).toBe(before);
  });

  it('gives facts, diagnosis, candidates and plan as one line', async () => {
    const { values } = await cli().run([
      'inspect',
      '--data',
      await dataFolder('expired-certificate'),
      '--json',
    ]);
    expect(values).toHaveLength(1);
    expect(values[0]).toMatchObject({
      facts: { origin: { kind: 'practice', scenario: 'expired-certificate' } },
      diagnosis: { verdict: { kind: 'ours', class: 'certificate-expired' } },
      plan: { changes: { length: 2 } },
    });
    expect((values[0]!['candidates'] as readonly unknown[]).length).toBeGreaterThan(1);
  });
});

describe('practice --list', () => {
  it('gives each scenario a line of JSON with name and description', async () => {
    const ran = await cli().run(['practice', '--list', '--json']);
    expect([ran.status, ran.values]).toEqual([
      0,
      scenarios.map(({ name, description }) => ({ name, description })),
    ]);
  });

  it('gives each scenario a line for people', async () => {
    const ran = await cli().run(['practice', '--list']);
    const printed = ran.stdout.trimEnd().split('\n');
    expect([ran.status, printed.length]).toEqual([0, scenarios.length]);
    for (const [index, { name, description }] of scenarios.entries()) {
      expect(printed[index]).toMatch(new RegExp(`^${name} +`));
      expect(printed[index]).toContain(description);
    }
  });
});
