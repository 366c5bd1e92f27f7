import type { Thumbprint } from '../thumbprint.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `22 November 2026`, in the server's local time. */
export function formatDay(iso: string, utcOffsetMinutes: number): string {
  const local = localOf(iso, utcOffsetMinutes);
  return `${String(local.getUTCDate())} ${months[local.getUTCMonth()] ?? ''} ${String(local.getUTCFullYear())}`;
}

/** `22 November 2026, 03:19:43 (UTC+01:00)`, in the server's local time. */
export function formatTime(iso: string, utcOffsetMinutes: number): string {
  const clock = formatClock(iso, utcOffsetMinutes);
  return `${formatDay(iso, utcOffsetMinutes)}, ${clock} (${formatOffset(utcOffsetMinutes)})`;
}

/** `03:19:43`, in the server's local time, where the day has been said. */
export function formatClock(iso: string, utcOffsetMinutes: number): string {
  const local = localOf(iso, utcOffsetMinutes);
  return [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(':');
}

/** `12 days ago`, `in 3 hours`, `just now`: the distance in its largest unit. */
export function formatDistance(iso: string, from: string): string {
  const minutes = Math.round((Date.parse(iso) - Date.parse(from)) / 60_000);
  const size = Math.abs(minutes);
  if (size < 1) return 'just now';
  const amount =
    size < 60
      ? count(size, 'minute')
      : size < 48 * 60
        ? count(Math.round(size / 60), 'hour')
        : size < 730 * 24 * 60
          ? count(Math.round(size / 60 / 24), 'day')
          : count(Math.round(size / 60 / 24 / 365), 'year');
  return minutes < 0 ? `${amount} ago` : `in ${amount}`;
}

/** `1 binding`, `3 bindings`. */
export function count(amount: number, noun: string): string {
  return `${String(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** In groups of four, as it is read aloud and compared. */
export function formatThumbprint(thumbprint: Thumbprint): string {
  return thumbprint.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** Of a thumbprint, where its name or its place says the rest. */
export function firstDigits(thumbprint: Thumbprint): string {
  return `${formatThumbprint(thumbprint).slice(0, 9)} …`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** More than this tell nothing that the first of them do not. */
const mostListed = 4;

/** The same of what may be many: the first few, and how many more there are. */
export function listShort(items: readonly string[]): string {
  if (items.length <= mostListed) return list(items);
  const first = items.slice(0, mostListed - 1);
  return list([...first, `${String(items.length - first.length)} more`]);
}

/** The common name of a subject, or the whole of it. */
export function commonName(subject: string): string {
  const match = /(?:^|,\s*)CN=(?:"([^"]+)"|([^,]+))/i.exec(subject);
  return match?.[1] ?? match?.[2] ?? subject;
}

function localOf(iso: string, utcOffsetMinutes: number): Date {
  return new Date(Date.parse(iso) + utcOffsetMinutes * 60_000);
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
