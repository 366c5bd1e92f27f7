/** `03:12`: the time of day in the server's local time. */
export function formatHourAndMinute(iso: string, utcOffsetMinutes: number): string {
  return new Date(Date.parse(iso) + utcOffsetMinutes * 60_000).toISOString().slice(11, 16);
}

/** `0.4 s`, `14 s`, `2 min 5 s`, `1 h 4 min`: how long something took, as exactly as it matters. */
export function formatDuration(milliseconds: number): string {
  const tenths = Math.max(0, Math.round(milliseconds / 100));
  if (tenths < 100) return `${String(tenths / 10)} s`;
  const seconds = Math.floor(tenths / 10);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return formatMinutes(minutes);
}

/** `just now`, `4 min ago`, `1 h 4 min ago`: what ticks in a corner and shall not distract. */
export function formatElapsed(from: string, to: string): string {
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
  return minutes < 1 ? 'just now' : `${formatMinutes(minutes)} ago`;
}

function formatMinutes(minutes: number): string {
  return minutes < 60
    ? `${String(minutes)} min`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
