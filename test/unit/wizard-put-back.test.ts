import { describe, expect, it } from 'vitest';
import { undoTexts } from '../../shared/text/english/undo-scope.ts';
import { WizardBench } from '../fixtures/wizard-bench.ts';

/** As the window does: the choice, then the stages to the button that begins. */
async function shown(bench: WizardBench): Promise<void> {
  const { choice } = bench.state.told.putBack;
  if (choice === null) throw new Error('No put-back is offered');
  expect(await bench.call('choose', { choice })).toBe('ok');
  expect(await bench.call('goTo', { stage: 'certificate' })).toBe('ok');
  expect(await bench.call('goTo', { stage: 'review' })).toBe('ok');
}

async function putBack(bench: WizardBench): Promise<void> {
  await shown(bench);
  await bench.done('begin', { planId: bench.state.plan?.id ?? '' });
}

describe('a put-back in the wizard', () => {
  it('is offered on the first screen where nothing is wrong, and tells why', async () => {
    const bench = await WizardBench.of('renewed-certificate');
    const { stage, told, reachable, plan } = bench.state;
    expect(stage).toBe('diagnose');
    expect(plan).toBeNull();
    expect(reachable).not.toContain('certificate');
    expect(told.putBack.texts.join()).toContain('can be put back');
  });

  it('is not offered where the real one is bound, nor where something is to be repaired', async () => {
    for (const scenario of ['healthy', 'expired-certificate', 'self-signed-expired']) {
      const bench = await WizardBench.of(scenario);
      expect(bench.state.told.putBack).toEqual({ choice: null, texts: [] });
    }
  });

  it('goes through Certificate, Review and Rebind to Finish, without Setup', async () => {
    const bench = await WizardBench.of('renewed-certificate');
    await shown(bench);
    const { look, told, plan } = bench.state;
    expect(look.candidates.preselected).toEqual(told.putBack.choice);
    expect(plan?.plan.choice).toEqual(told.putBack.choice);
    expect(told.review.warnings).toEqual([]);
    expect(told.review.stays.join()).toContain('Exchange Back End stays on its self-signed certificate');
    await bench.done('begin', { planId: plan?.id ?? '' });
    expect(bench.state.stage).toBe('rebind');
    expect(bench.state.rescues[0]?.outcome.kind).toBe('repaired');
    expect(bench.state.reachable).toEqual(['diagnose', 'rebind', 'finish']);
    expect(await bench.call('goTo', { stage: 'finish' })).toBe('ok');
    const { finish, putBack } = bench.state.told;
    expect(finish?.title).toBe('The real certificate is back');
    expect(finish?.wrongTitle).toBe('What was bound');
    expect(finish?.morningTitle).toBe('Afterwards');
    expect(putBack.choice).toBeNull();
    expect(bench.reports).toContain('save 1 repaired');
  });

  it('opens at Finish the next time', async () => {
    const bench = await WizardBench.of('renewed-certificate');
    await putBack(bench);
    const next = new WizardBench(bench.world);
    await next.wizard.open();
    expect(next.state.stage).toBe('finish');
  });

  it('begins only with the plan that was shown', async () => {
    const bench = await WizardBench.of('renewed-certificate');
    const { choice } = bench.state.told.putBack;
    if (choice === null) throw new Error('No put-back is offered');
    await bench.call('choose', { choice });
    const { plan } = bench.state;
    expect(await bench.call('begin', { planId: plan?.id ?? '' })).toBe('not-now');
    await shown(bench);
    expect(await bench.call('begin', { planId: plan?.id ?? '' })).toBe('not-now');
    expect(bench.world.entries).toEqual([]);
  });

  it('is forgotten by a new look, and offered again', async () => {
    const bench = await WizardBench.of('renewed-certificate');
    await shown(bench);
    await bench.done('lookAgain', undefined);
    expect(bench.state.plan).toBeNull();
    expect(bench.state.stage).toBe('diagnose');
    expect(bench.state.told.putBack.choice).not.toBeNull();
  });

  it('is undone by itself, and then the rescue before it', async () => {
    const bench = await WizardBench.of('one-binding-expired');
    expect(bench.state.told.undo).toEqual(undoTexts.everything);
    await bench.call('goTo', { stage: 'review' });
    await bench.done('begin', { planId: bench.state.plan?.id ?? '' });
    const rescued = await bench.world.state();
    // Setup has not ended yet: that is said before.
    await shown(bench);
    expect(bench.state.told.review.warnings.join()).toContain('finish the update first');
    await bench.done('begin', { planId: bench.state.plan?.id ?? '' });
    expect(bench.state.told.undo).toEqual(undoTexts['put-back']);
    await bench.done('undo', undefined);
    expect(await bench.world.state()).toEqual(rescued);
    expect(bench.state.told.finish?.title).toBe('The put-back has been taken back');
    expect(bench.state.told.undo).toEqual(undoTexts.everything);
    await bench.done('undo', undefined);
    expect(await bench.world.state()).toEqual(bench.world.first);
    expect(bench.state.told.finish?.title).toBe('Everything has been taken back');
  });

  it('leaves the way to Setup open where the update is not at its end', async () => {
    const bench = await WizardBench.of('one-binding-expired');
    await bench.call('goTo', { stage: 'review' });
    await bench.done('begin', { planId: bench.state.plan?.id ?? '' });
    await putBack(bench);
    expect(bench.state.reachable).toContain('rerun-setup');
    await bench.done('runSetup', undefined);
    expect(bench.state.rescues.map(({ setupRuns }) => setupRuns.map(({ outcome }) => outcome))).toEqual([
      ['succeeded'],
      [],
    ]);
    expect(bench.state.reachable).not.toContain('rerun-setup');
  });

  it('says what is missing once a rescue has put the self-signed one there', async () => {
    const bench = await WizardBench.of('expired-certificate');
    await bench.call('goTo', { stage: 'review' });
    await bench.done('begin', { planId: bench.state.plan?.id ?? '' });
    const { choice, texts } = bench.state.told.putBack;
    expect(choice).toBeNull();
    expect(texts[0]).toContain('No certificate in LocalMachine\\My can be put back in its place yet.');
    expect(texts.join()).toContain('keeps its private key in a CNG provider');
  });

  it('is not offered while one is unfinished, whatever else the server still holds', async () => {
    const bench = await WizardBench.of('renewed-certificate');
    await shown(bench);
    const begun = bench.until(({ rescues }) => rescues[0]?.steps[0]?.progress.kind === 'about-to');
    expect(await bench.call('begin', { planId: bench.state.plan?.id ?? '' })).toBe('ok');
    await begun;
    expect(await bench.call('stopAfterThisChange', undefined)).toBe('ok');
    await bench.until(({ activity }) => activity.kind === 'idle');
    expect(bench.state.look.putBack.kind).toBe('offered');
    expect(bench.state.told.putBack.choice).toBeNull();
    expect(bench.state.reachable).toEqual(['rebind', 'finish']);
    await bench.done('startOver', undefined);
    expect(bench.state.stage).toBe('diagnose');
    expect(bench.state.told.putBack.choice).not.toBeNull();
  });
});
