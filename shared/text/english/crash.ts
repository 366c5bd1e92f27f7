import type { LastCrash } from '../../wizard.ts';
import { formatTime } from '../format.ts';

export const crashTitle = 'The last time, this program ended by itself';

export function crashText({ at, file }: LastCrash, utcOffsetMinutes: number): string {
  return `It was on ${formatTime(at, utcOffsetMinutes)}. What was done up to then is in the journal, and nothing was done after it. ${file} tells more. Go on from here; if it happens again, pass that file on.`;
}
