import { isDeepStrictEqual } from 'node:util';
import type { ConcreteChange } from '../../../shared/change.ts';
import type { JournalEntry, RescueEvent } from '../../../shared/events.ts';
import type { Look } from '../../../shared/look.ts';
import type { Plan, PlannedChange } from '../../../shared/plan-shape.ts';
import type { Witness } from './machine.ts';
import { absent, at, describedBy, differing } from './places.ts';
import type { Places } from './places.ts';
import { comparedPlaces, recordsInNeedOf, writesOf } from './writes.ts';

/** What was shown before a rescue began, and what the server was then. */
export interface Shown {
  readonly look: Look;
  readonly plan: Plan | null;
  /** As text, so that nobody changes it on the way. */
  readonly planText: string;
  readonly asOf: { readonly places: Places; readonly disturbances: number };
}

/** A rescue as the journal has begun it. */
interface Begun {
  readonly plan: Plan;
  /** How often somebody had come between when its plan was shown. */
  readonly disturbances: number;
  /** Certificates made, by the id of the change. */
  readonly made: Map<string, string>;
  /** Changes that were written down and of which nobody has said since what they are. */
  readonly inDoubt: Set<string>;
}

const notMade = 'not made';

/** What somebody holds against the program; thrown as soon as it is seen. */
class Violation extends Error {}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Violation(what);
}

/**
 * The server as plain places, and what may stand at each by now: what stood there, what somebody else put there, and
 * what the journal says. It knows nothing of how a rescue works.
 */
export class Model implements Witness {
  /** What no rescue has any business with. */
  rest: object;
  shown: Shown | null = null;
  unfinished: 'none' | 'applying' | 'undoing' | 'undoing-one' = 'none';
  /** What the server would be without us: as it was at first, and what others made of it since. */
  readonly withoutUs: Map<string, string>;
  /** Places of which nobody can tell whether others changed them last, or we. */
  readonly ambiguous = new Set<string>();
  /** Whether it has been read back from the disk since it was written last. */
  journal: 'moved' | 'read-back' = 'moved';
  /** How often somebody else changed anything at all: the server, the clock, or by a run of Setup. */
  disturbances = 0;
  #known: Places;
  #possible = new Map<string, readonly string[]>();
  #told = 0;
  readonly #rescues = new Map<number, Begun>();

  constructor(first: Places, rest: object) {
    this.rest = rest;
    this.#known = first;
    this.withoutUs = new Map(first);
  }

  /** What was checked last. */
  get known(): Places {
    return this.#known;
  }

  rescue(number: number): Begun {
    const found = this.#rescues.get(number);
    if (found === undefined) throw new Violation(`The journal tells of rescue ${number}, which never began`);
    return found;
  }

  /** Whether a change cannot be told yet, since the certificate that it names was never made. */
  isUnknown(number: number, changeId: string): boolean {
    return JSON.stringify(this.concrete(number, changeId, 'apply')).includes(notMade);
  }

  outside(before: Places, after: Places, entries: readonly JournalEntry[]): void {
    this.tell(entries);
    const changed = differing(before, after);
    for (const name of changed) {
      this.#possible.set(name, [at(after, name)]);
      this.withoutUs.set(name, at(after, name));
      // Deleted while a change of it is in doubt: as Windows deletes and sets, that may have been us, cut off half way.
      if (at(after, name) === absent && this.#isInDoubt(name)) this.ambiguous.add(name);
      else this.ambiguous.delete(name);
    }
    this.disturbances += 1;
  }

  asked(change: ConcreteChange, now: Places, entries: readonly JournalEntry[], last: RescueEvent): void {
    must(
      last.kind === 'change-about-to' && isDeepStrictEqual(last.change, change),
      `Change ${change.id} is not on the disk before the server is asked for it`,
    );
    if (last.kind !== 'change-about-to') return;
    this.tell(entries.slice(0, -1));
    const inNeed = recordsInNeedOf(change, now);
    must(
      inNeed.length === 0,
      `${last.direction} ${change.id} takes the certificate of ${inNeed.join(', ')} away`,
    );
    const [before, after] = [writesOf(change, 'before'), writesOf(change, 'after')];
    const begun = this.rescue(last.rescue).inDoubt.has(change.id);
    for (const name of comparedPlaces(change)) {
      const halfWay =
        change.kind === 'certificate'
          ? (begun || last.direction === 'undo') && at(now, name) === at(after, name)
          : change.kind === 'record' && begun && at(now, name) === absent;
      must(
        at(now, name) === at(before, name) || halfWay,
        `${last.direction} ${change.id} goes over what somebody else made of ${name}: ${at(now, name)}`,
      );
    }
    this.tell(entries);
  }

  /** Takes in what the journal says since the last time. */
  tell(entries: readonly JournalEntry[]): void {
    const news = entries.slice(this.#told);
    this.#told = entries.length;
    if (news.length > 0) this.journal = 'moved';
    for (const { event } of news) this.#take(event);
  }

  /** Everything that stands somewhere has to be one of what may stand there; from here on it is what is known. */
  check(now: Places): void {
    for (const name of new Set([...now.keys(), ...this.#known.keys(), ...this.#possible.keys()])) {
      must(
        this.#may(name).includes(at(now, name)),
        `${name} is ${at(now, name)}, and nobody says why; it may be ${this.#may(name).join(' or ')}`,
      );
    }
    this.#known = now;
    this.#possible = new Map();
  }

  /** A change of a rescue with every certificate by its thumbprint; an undo has its ends swapped. */
  concrete(number: number, changeId: string, direction: 'apply' | 'undo'): ConcreteChange {
    const { plan, made } = this.rescue(number);
    const planned = plan.changes.find(({ id }) => id === changeId);
    if (planned === undefined) throw new Violation(`Nobody was shown a change ${changeId}`);
    const change = resolved(planned, made);
    return direction === 'apply'
      ? change
      : ({ ...change, before: change.after, after: change.before } as ConcreteChange);
  }

  #isInDoubt(name: string): boolean {
    return [...this.#rescues].some(([number, { inDoubt }]) =>
      [...inDoubt].some((id) => writesOf(this.concrete(number, id, 'apply'), 'after').has(name)),
    );
  }

  #may(name: string): readonly string[] {
    return this.#possible.get(name) ?? [at(this.#known, name)];
  }

  #take(event: RescueEvent): void {
    if (event.kind === 'rescue-started') this.#takeStart(event);
    if (event.kind === 'change-about-to') this.#takeAboutTo(event);
    if (event.kind === 'change-done') this.#takeDone(event);
    if (event.kind === 'change-not-done') {
      const { rescue, changeId } = event;
      this.rescue(rescue).inDoubt.delete(changeId);
      const change = this.concrete(rescue, changeId, 'apply');
      this.#stands(change, 'before', `${changeId} is said not to be done`);
    }
  }

  #takeStart({ rescue, plan }: Extract<RescueEvent, { kind: 'rescue-started' }>): void {
    const { shown } = this;
    if (shown === null) throw new Violation('A rescue begins and nothing was shown');
    must(JSON.stringify(plan) === shown.planText, 'Another plan is begun than the one shown');
    const { disturbances, places } = shown.asOf;
    this.#rescues.set(rescue, { plan, disturbances, made: new Map(), inDoubt: new Set() });
    for (const change of plan.changes) this.#wasRead(change, places);
  }

  #takeAboutTo({ rescue, direction, change }: Extract<RescueEvent, { kind: 'change-about-to' }>): void {
    must(
      isDeepStrictEqual(change, this.concrete(rescue, change.id, direction)),
      `${direction} ${change.id} is not what was shown`,
    );
    this.rescue(rescue).inDoubt.add(change.id);
    for (const [name, value] of writesOf(change, 'after')) {
      this.#possible.set(name, [...this.#may(name), value]);
    }
  }

  #takeDone({ rescue, changeId, direction, found }: Extract<RescueEvent, { kind: 'change-done' }>): void {
    const begun = this.rescue(rescue);
    begun.inDoubt.delete(changeId);
    const change = this.concrete(rescue, changeId, direction);
    if (direction === 'apply' && found.kind === 'certificate' && found.state.kind === 'present') {
      begun.made.set(changeId, found.state.thumbprint);
      must(
        change.kind === 'certificate' &&
          describedBy(found.state.thumbprint).serialNumber === change.target.serialNumber,
        `Another certificate was found than change ${changeId} makes`,
      );
    }
    this.#stands(change, 'after', `${direction} ${changeId} is said to be done`);
  }

  /** The journal says that the server shows this end of the change: then nothing else stands there. */
  #stands(change: ConcreteChange, end: 'before' | 'after', claim: string): void {
    const writes = writesOf(change, end);
    // A certificate is read by itself: that its key has been deleted meanwhile, only whoever uses it notices.
    const isRemoval = at(writes, comparedPlaces(change)[0]!) === absent;
    const names = isRemoval ? [...writes.keys()] : comparedPlaces(change).slice(0, 1);
    for (const name of names) {
      const value = at(writes, name);
      must(
        this.#may(name).includes(value),
        `${claim}, and ${name} can only be ${this.#may(name).join(' or ')}`,
      );
      this.#possible.set(name, [value]);
    }
  }

  /** What a change calls `before` is what the server was when it was looked at, field by field. */
  #wasRead(planned: PlannedChange, places: Places): void {
    if (planned.kind === 'trust') return;
    const change = { ...planned, after: planned.before } as ConcreteChange;
    for (const [name, value] of writesOf(resolved(change as PlannedChange, new Map()), 'before')) {
      must(
        at(places, name) === value,
        `The plan says that ${name} was ${value}, and it was ${at(places, name)}`,
      );
    }
  }
}

/** A planned change as it has to be carried out: what is shown beside it left away, certificates by thumbprint. */
function resolved(planned: PlannedChange, made: ReadonlyMap<string, string>): ConcreteChange {
  const { id, kind, target, before, after } = planned;
  return JSON.parse(JSON.stringify({ id, kind, target, before, after }), (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('kind' in part)) return part;
    if (part.kind === 'thumbprint' && 'thumbprint' in part) return part.thumbprint;
    if (part.kind === 'created' && 'createdBy' in part) return made.get(String(part.createdBy)) ?? notMade;
    return part;
  }) as ConcreteChange;
}
