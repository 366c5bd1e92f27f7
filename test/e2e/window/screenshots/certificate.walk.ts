import { describe, it } from 'vitest';
import type { Scenario } from '../../../../electron/server/practice/scenarios.ts';
import { certificateWords } from '../../../../shared/text/english/certificate.ts';
import { diagnoseWords } from '../../../../shared/text/english/diagnose.ts';
import type { WindowApp } from '../window-app.ts';
import { unfold } from '../window-bench.ts';
import { picture } from './camera.ts';
import { named, photoBench } from './photo-bench.ts';

const { open } = await photoBench();

async function choose({ page }: WindowApp, name: RegExp): Promise<void> {
  await page.getByRole('radio', { name }).check();
}

async function review(window: WindowApp): Promise<void> {
  await window.press(certificateWords.review);
  await window.arrived('review');
}

/** A server that has seen many years, and many helpers. */
function forty(scenario: Scenario): Scenario {
  const { mail } = scenario.certificates;
  if (mail === undefined) throw new Error('The scenario has a certificate for mail');
  const more = Array.from({ length: 36 }, (_, index) => {
    const host = `mail${String(index + 1)}.branch-office.of-a-company-with-a-long-name.contoso.com`;
    const isOld = index % 3 !== 0;
    return [
      `mail${String(index)}`,
      {
        ...mail,
        commonName: host,
        friendlyName: host,
        dnsNames: [host, `autodiscover.${host}`],
        validFromDay: isOld ? -800 - index : -30 - index,
        validUntilDay: isOld ? -20 - index : 300 - index,
      },
    ] as const;
  });
  return { ...scenario, certificates: { ...scenario.certificates, ...Object.fromEntries(more) } };
}

describe('Certificate and Review', () => {
  it('a good one is there', async () => {
    const window = await open('expired-certificate');
    await window.press(diagnoseWords.choose);
    await picture(window, '2-certificate');
    await unfold(window);
    await picture(window, '2-certificate-not-suitable');
    await choose(window, new RegExp(certificateWords.create.title));
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'create');
    await picture(window, '2-certificate-new');
    await choose(window, /^Microsoft Exchange/);
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'use');
    await review(window);
    await picture(window, '3-review');
    await unfold(window);
    await picture(window, '3-review-commands');
  });

  it('none is good', async () => {
    const window = await open('no-self-signed');
    await window.press(diagnoseWords.choose);
    await picture(window, '2-certificate-none-good');
    await review(window);
    await picture(window, '3-review-create');
  });

  it('the access to a key can be repaired', async () => {
    const window = await open('unreadable-key');
    await window.press(diagnoseWords.choose);
    await choose(window, /repair the access/);
    await window.until((state) => state.kind === 'open' && state.plan?.plan.choice?.kind === 'repair-key');
    await picture(window, '2-certificate-key');
    await review(window);
    await picture(window, '3-review-key');
  });

  it('there are forty', async () => {
    const window = await open(forty(named('expired-certificate')));
    await picture(window, '1-diagnose-forty');
    await window.press(diagnoseWords.choose);
    await picture(window, '2-certificate-forty');
    await unfold(window);
    await picture(window, '2-certificate-forty-unfolded');
  });

  it('what cannot be undone is asked about', async () => {
    const window = await open('expired-certificate', (state) => {
      // The old certificate is bound, and its key is nowhere any more.
      for (const certificate of state.certificates) {
        if (certificate.friendlyName === 'mail.contoso.com') certificate.key = { kind: 'none' };
      }
    });
    await window.press(diagnoseWords.choose);
    await review(window);
    await picture(window, '3-review-warnings');
    await window.press(/^Replace /);
    await picture(window, '3-review-question');
  });
});
