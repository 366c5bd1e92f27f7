import { win32 as windowsPath } from 'node:path';
import type { Element } from '@xmldom/xmldom';
import type { WindowsEvent } from '../../../shared/facts.ts';
import { read, unknown, type Reading } from '../../../shared/reading.ts';
import type { RunProgram } from './run-program.ts';
import { childrenOf, contentOf, descendant, leavesOf, parseXml, textOf } from './xml.ts';

/** The events of the System log that tell of certificates, each with the provider whose numbering it is. */
const watched = [
  { id: 15021, provider: /HttpEvent$/i },
  { id: 15300, provider: /HttpEvent$/i },
  { id: 15301, provider: /HttpEvent$/i },
  { id: 36870, provider: /Schannel/i },
] as const;

const sevenDays = 7 * 24 * 60 * 60 * 1000;
const mostOfEach = 20;
const mostOfAll = watched.length * mostOfEach;

/**
 * Of the last seven days, newest first. One question for all; only where one kind comes by the thousand, and may have
 * left no room for the others, one for each. Codes: those of the runner and of `eventsIn`.
 */
export async function certificateEvents(
  run: RunProgram,
  systemFolder: string,
): Promise<Reading<readonly WindowsEvent[]>> {
  const program = windowsPath.join(systemFolder, 'wevtutil.exe');
  const ask = async (ids: readonly number[], most: number): Promise<Reading<readonly WindowsEvent[]>> => {
    const printed = await run(program, question(ids, most));
    return printed.kind === 'unknown' ? printed : eventsIn(printed.value, program);
  };
  const all = await ask(
    watched.map(({ id }) => id),
    mostOfAll,
  );
  if (all.kind === 'unknown' || all.value.length < mostOfAll) return sorted(all);
  const each = await Promise.all(watched.map(({ id }) => ask([id], mostOfEach)));
  const failed = each.find(({ kind }) => kind === 'unknown');
  return sorted(failed ?? read(each.flatMap((events) => (events.kind === 'read' ? events.value : []))));
}

/** Those whose number is told by the provider whose numbering it is. */
function sorted(events: Reading<readonly WindowsEvent[]>): Reading<readonly WindowsEvent[]> {
  if (events.kind === 'unknown') return events;
  const ours = events.value.filter((event) =>
    watched.some(({ id, provider }) => event.id === id && provider.test(event.provider)),
  );
  return read(ours.sort((one, other) => Date.parse(other.at) - Date.parse(one.at)));
}

function question(ids: readonly number[], most: number): readonly string[] {
  const numbers = ids.map((id) => `EventID=${id}`).join(' or ');
  const query = `*[System[(${numbers}) and TimeCreated[timediff(@SystemTime) <= ${sevenDays}]]]`;
  return ['qe', 'System', `/q:${query}`, '/f:xml', '/e:Events', `/c:${most}`, '/rd:true'];
}

/**
 * What wevtutil printed. Its text is translated, and not looked at. Codes: those of `parseXml`, `NO_OUTPUT` where not
 * even the root is there that stands around no events too, `VALUE_NOT_UNDERSTOOD`.
 */
export function eventsIn(output: Uint8Array, tried: string): Reading<readonly WindowsEvent[]> {
  const text = textOf(output).trim();
  if (text === '') return unknown('NO_OUTPUT', tried);
  const root = parseXml(text, tried);
  if (root.kind === 'unknown') return root;
  const events = childrenOf(root.value, 'Event').map(eventOf);
  const whole = events.filter((event) => event !== null);
  return whole.length === events.length ? read(whole) : unknown('VALUE_NOT_UNDERSTOOD', tried);
}

/** `null` when it lacks what every event has. */
function eventOf(event: Element): WindowsEvent | null {
  const id = Number(contentOf(descendant(event, 'System', 'EventID')) || Number.NaN);
  const provider = descendant(event, 'System', 'Provider')?.getAttribute('Name') ?? '';
  const time = Date.parse(descendant(event, 'System', 'TimeCreated')?.getAttribute('SystemTime') ?? '');
  if (!Number.isInteger(id) || Number.isNaN(time)) return null;
  return { id, provider, at: new Date(time).toISOString(), values: valuesOf(event) };
}

/** `<EventData><Data>`, or what a newer provider keeps in elements of its own. */
function valuesOf(event: Element): readonly string[] {
  const [data] = childrenOf(event, 'EventData');
  if (data !== undefined) return childrenOf(data, 'Data').map(contentOf);
  const [own] = childrenOf(event, 'UserData');
  return own === undefined ? [] : leavesOf(own).map(contentOf);
}
