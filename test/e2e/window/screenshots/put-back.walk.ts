import { it } from 'vitest';
import { certificateWords } from '../../../../shared/text/english/certificate.ts';
import { putBackWords } from '../../../../shared/text/english/put-back.ts';
import { deedText } from '../../../../shared/text/english/review.ts';
import { unfold } from '../window-bench.ts';
import { picture } from './camera.ts';
import { photoBench } from './photo-bench.ts';

const { open } = await photoBench();

it('the real certificate is put back', async () => {
  const window = await open('renewed-certificate');
  await picture(window, '1-put-back');
  await window.press(putBackWords.action);
  await window.arrived('certificate');
  await picture(window, '2-put-back');
  await window.press(certificateWords.review);
  await window.arrived('review');
  await unfold(window);
  await picture(window, '3-put-back');
  await window.press(deedText({ kind: 'put-back', bindings: 2 }));
  await window.arrived('rebind');
  await window.reportSaved();
  await picture(window, '4-put-back');
  await window.page.evaluate(() => cuRescue.goTo({ stage: 'finish' }));
  await picture(window, '6-put-back');
});
