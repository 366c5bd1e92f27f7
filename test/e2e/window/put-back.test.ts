import { describe, expect, it } from 'vitest';
import { isSelfSigned } from '../../../shared/certificate-health.ts';
import { valueOr } from '../../../shared/reading.ts';
import { certificateWords } from '../../../shared/text/english/certificate.ts';
import { finishTitles } from '../../../shared/text/english/finish.ts';
import { putBackWords } from '../../../shared/text/english/put-back.ts';
import { rebindWords } from '../../../shared/text/english/rebind.ts';
import { deedText } from '../../../shared/text/english/review.ts';
import { undoTexts } from '../../../shared/text/english/undo-scope.ts';
import { pagesOf, textOfPdf } from './pdf.ts';
import { cutJournalAfter } from './practice-world.ts';
import type { WindowApp } from './window-app.ts';
import { windowBench } from './window-bench.ts';

const bench = await windowBench();
const { deed } = undoTexts['put-back'];

/** From the first screen to the real certificate on both bindings, by the buttons that are proposed. */
async function putBack(window: WindowApp): Promise<void> {
  await window.press(putBackWords.action);
  await window.arrived('certificate');
  expect(await window.title()).toBe(putBackWords.heading);
  await window.press(certificateWords.review);
  await window.press(deedText({ kind: 'put-back', bindings: 2 }));
  await window.arrived('rebind');
  expect(await window.title()).toBe('The real certificate is back');
}

/** Whether each endpoint holds a self-signed certificate. */
async function selfSigned(window: WindowApp): Promise<Readonly<Record<string, boolean>>> {
  const { facts } = (await window.open()).look;
  const certificates = valueOr(facts.certificates, []);
  return Object.fromEntries(
    valueOr(facts.records, []).map(({ endpoint, thumbprint }) => {
      const held = certificates.find((one) => one.thumbprint === thumbprint);
      return [endpoint, held !== undefined && isSelfSigned(held)];
    }),
  );
}

const asBefore = { '0.0.0.0:443': true, '127.0.0.1:443': true, '0.0.0.0:444': true };
const asWanted = { '0.0.0.0:443': false, '127.0.0.1:443': false, '0.0.0.0:444': true };

describe('a put-back in the window', () => {
  it('goes from the first screen to its report on one page, and is undone by itself', async () => {
    const window = await bench.start(bench.newFolder(), '--practice', 'renewed-certificate');
    expect(await selfSigned(window)).toEqual(asBefore);
    await putBack(window);
    expect(await selfSigned(window)).toEqual(asWanted);
    await window.press(rebindWords.seeReport);
    await window.arrived('finish');
    expect(await window.title()).toBe(finishTitles['put-back']);
    const { pdf } = await window.reportSaved();
    expect(textOfPdf(pdf)).toContain('The real certificate put back on EX01.contoso.local');
    expect(pagesOf(pdf)).toBe(1);

    await window.press(deed);
    await window.page.getByRole('dialog').getByRole('button', { name: deed }).click();
    await window.until((state) => state.kind === 'open' && state.rescues[0]?.outcome.kind === 'undone');
    await window.arrived('rebind');
    expect(await selfSigned(window)).toEqual(asBefore);
  });

  it('that was cut off is the first screen of the next start, and goes on to its end', async () => {
    const data = bench.newFolder();
    const first = await bench.start(data, '--practice', 'renewed-certificate');
    await putBack(first);
    await first.reportSaved();
    await bench.close(first);
    cutJournalAfter(data, 'change-about-to');
    const window = await bench.start(data);
    expect(await window.title()).toBe('Putting the certificate back is unfinished');
    for (const name of ['Continue', deed, 'Start over']) {
      expect(await window.page.getByRole('button', { name, exact: true }).count()).toBe(1);
    }
    await window.press(/^Continue/);
    await window.reportSaved();
    expect((await window.open()).rescues[0]?.outcome.kind).toBe('repaired');
    expect(await selfSigned(window)).toEqual(asWanted);
  });
});
