import type { Rescue } from '../rescue.ts';
import { formatClock, formatDay, formatTime } from '../text/format.ts';

/** The day is said at the top of the report; it is said again only where it is another. */
export function timeOf(iso: string, { startedAt, start }: Rescue): string {
  const { utcOffsetMinutes } = start.facts;
  const sameDay = formatDay(iso, utcOffsetMinutes) === formatDay(startedAt, utcOffsetMinutes);
  return sameDay ? formatClock(iso, utcOffsetMinutes) : formatTime(iso, utcOffsetMinutes);
}
