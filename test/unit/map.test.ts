import { describe, expect, test } from 'vitest';
import type { CertificateRecord, Facts } from '../../shared/facts.ts';
import { diagnose } from '../../shared/diagnosis.ts';
import type { RescueEvent } from '../../shared/events.ts';
import { mapOfLook, mapOfPlan, mapOfRescue } from '../../shared/map.ts';
import { isPast, toneOf } from '../../shared/map/shape.ts';
import type { ServerMap } from '../../shared/map/shape.ts';
import { unknown, valueOr } from '../../shared/reading.ts';
import { reduce } from '../../shared/rescue.ts';
import { cardText } from '../../shared/text/english/map.ts';
import { frameOf } from '../../shared/text/frame.ts';
import type { Activity } from '../../shared/activity.ts';
import {
  backEnd,
  badKeys,
  binding,
  day,
  defaultWebSite,
  exchangeBackEnd,
  exchangeCertificate,
  expiredMail,
  expiredServer,
  frontEnd,
  frontEndHolds,
  hash,
  loopback,
  mailCertificate,
  now,
  onlyCertificate,
  record,
  records,
  server,
  setupVerdict,
  shutKey,
} from '../fixtures/facts.ts';
import { aboutTo, backupMade, done, journal, madeThumbprint, planFor, started } from '../fixtures/rescues.ts';

/** Each line as it would be read out: `:443 -bad- mail.contoso.com`; what fades is in brackets, what is past in square ones, what comes ends in `!`. */
function drawn(map: ServerMap, facts: Facts): readonly string[] {
  const bindings = valueOr(map.sites, []).flatMap((site) => site.bindings);
  return map.lines.map((line) => {
    const from = bindings.find(({ id }) => id === line.binding);
    const to = map.cards.find(({ id }) => id === line.card);
    if (from === undefined || to === undefined) throw new Error('A line without an end');
    const said = `${from.information} -${line.tone}- ${cardText(to, frameOf(facts, now)).name}`;
    return { stands: said, fades: `(${said})`, past: `[${said}]`, comes: `${said} !` }[line.age];
  });
}

function progress(map: ServerMap): readonly string[] {
  return valueOr(map.sites, []).flatMap((site) => site.bindings.map((one) => one.progress));
}

function look(facts: Facts): ServerMap {
  return mapOfLook(facts, diagnose(facts));
}

/** The one card that is not Setup's good certificate, by its state and colour. */
function state(facts: Facts): string {
  const [card] = look(facts).cards;
  if (card === undefined) throw new Error('No card');
  return `${toneOf(card)}: ${cardText(card, frameOf(facts, now)).state}`;
}

describe('the map of what is', () => {
  test('leads every binding to the certificate it serves, and each certificate is there once', () => {
    const facts = expiredServer();
    const map = look(facts);
    expect(drawn(map, facts)).toEqual([
      ':443 -bad- mail.contoso.com',
      '127.0.0.1:443 -bad- mail.contoso.com',
      '*:444 -good- Microsoft Exchange',
    ]);
    expect(map.cards).toHaveLength(2);
    expect(progress(map)).toEqual(['as-found', 'as-found', 'as-found']);
  });

  test('says what each binding is for', () => {
    const uses = valueOr(look(server()).sites, []).map(({ name, bindings }) => [
      name,
      ...bindings.map(({ use }) => use),
    ]);
    expect(uses).toEqual([
      ['Default Web Site', 'every-address', 'this-server'],
      ['Exchange Back End', 'mailboxes'],
    ]);
  });

  test.each([
    ['good', mailCertificate(), 'good: Good until 9 May 2027'],
    ['expired', expiredMail(), 'bad: Expired 12 days ago'],
    ['not yet valid', mailCertificate({ notBefore: day(2) }), 'bad: Not valid before 24 November 2026'],
    ['with a lost key', mailCertificate({ key: badKeys.lost }), 'bad: Its private key is missing'],
    ['with a refused key', mailCertificate({ key: badKeys.cannotOpen }), 'bad: Its private key is refused'],
    ['with a key in CNG', mailCertificate({ key: badKeys.inCng }), 'warn: Its private key is in CNG'],
    ['that ends soon', mailCertificate({ notAfter: day(20) }), 'warn: Ends in 20 days'],
    [
      'whose key is unknown',
      mailCertificate({ key: badKeys.unknown }),
      'unknown: Not known whether its key can be used',
    ],
  ])('shows a certificate %s', (_name, certificate, expected) => {
    expect(state(frontEndHolds(certificate))).toBe(expected);
  });

  test('calls an unknown key bad where Setup stopped at this very certificate', () => {
    const certificate = mailCertificate({ key: badKeys.unknown });
    const setup = setupVerdict('private-key-inaccessible', { thumbprint: certificate.thumbprint });
    expect(state(frontEndHolds(certificate, { setup }))).toBe('bad: Setup could not use its private key');
  });

  test('shows a binding without a record, and a certificate that is gone', () => {
    const facts = server({ records: [record(loopback, hash('D')), record(backEnd, exchangeCertificate())] });
    expect(look(facts).cards.map((card) => `${card.kind} ${toneOf(card)}`)).toEqual([
      'no-record bad',
      'gone bad',
      'certificate good',
    ]);
  });

  test.each<[string, Partial<CertificateRecord>, string]>([
    ['a store where it is not', { store: 'WebHosting' }, 'bad: In another store'],
    ['the same store, spelled otherwise', { store: 'My' }, 'good: Good until 9 May 2027'],
  ])('looks for the certificate in %s', (_name, change, expected) => {
    const mail = mailCertificate();
    const changed = records(mail, exchangeCertificate()).map((one) =>
      one.thumbprint === mail.thumbprint ? { ...one, ...change } : one,
    );
    expect(state(server({ records: changed }))).toBe(expected);
  });

  test('shows what no plan touches, with its own record only', () => {
    const host = binding(':443:mail.contoso.com', 'mail.contoso.com:443', 1);
    const other = binding(':443:owa.contoso.com', 'owa.contoso.com:443', 1);
    const site = defaultWebSite();
    const facts = server({
      sites: [{ ...site, bindings: [...site.bindings, host, other] }, exchangeBackEnd()],
      records: [
        ...records(mailCertificate(), exchangeCertificate()),
        record('mail.contoso.com:443', mailCertificate()),
      ],
    });
    expect(drawn(look(facts), facts)).toContain(':443:mail.contoso.com -good- mail.contoso.com');
    expect(drawn(look(facts), facts).join()).not.toContain('owa.contoso.com');
    expect(valueOr(look(facts).sites, [])[0]?.bindings.at(-1)?.use).toBe('not-covered');
  });

  test('does not say what a binding serves that takes it from the central store', () => {
    const central = [binding(':443:', frontEnd, 2), binding('127.0.0.1:443:', loopback)];
    const facts = server({ sites: [defaultWebSite({ bindings: central }), exchangeBackEnd()] });
    expect(drawn(look(facts), facts)[0]).toBe(':443 -unknown- Central certificate store');
  });

  test('keeps a place for a site that is not there', () => {
    const facts = server({ sites: [exchangeBackEnd()] });
    expect(valueOr(look(facts).sites, [])[0]).toMatchObject({
      name: 'Default Web Site',
      presence: 'missing',
      bindings: [],
    });
  });

  test('shows what could not be read as unknown, never as healthy', () => {
    const because = ['5', 'HttpQueryServiceConfiguration'] as const;
    const noRecords = look(server({ records: unknown(...because) }));
    expect(noRecords.cards.map((card) => `${card.kind} ${toneOf(card)}`)).toEqual(['records-unread unknown']);
    expect(noRecords.lines).toHaveLength(3);
    const noCertificates = look(server({ certificates: unknown(...because) }));
    expect(noCertificates.cards.map((card) => `${card.kind} ${toneOf(card)}`)).toEqual([
      'certificates-unread unknown',
      'certificates-unread unknown',
    ]);
    expect(look(server({ sites: unknown(...because) }))).toEqual({
      sites: unknown(...because),
      cards: [],
      lines: [],
    });
  });
});

describe('the map of what will be', () => {
  test('lets the old line fade beside the new one, and leaves alone what is not planned', () => {
    const facts = expiredServer();
    const map = mapOfPlan(facts, diagnose(facts), planFor(facts));
    expect(drawn(map, facts)).toEqual([
      '(:443 -bad- mail.contoso.com)',
      ':443 -good- Microsoft Exchange !',
      '(127.0.0.1:443 -bad- mail.contoso.com)',
      '127.0.0.1:443 -good- Microsoft Exchange !',
      '*:444 -good- Microsoft Exchange',
    ]);
    expect(progress(map)).toEqual(['planned', 'planned', 'as-found']);
  });

  test('shows the certificate that will be made', () => {
    const facts = onlyCertificate(expiredMail());
    const { cards } = mapOfPlan(facts, diagnose(facts), planFor(facts));
    expect(cards.map((card) => card.kind)).toEqual(['certificate', 'made']);
    expect(cards.at(-1)).toMatchObject({ progress: 'planned', thumbprint: null });
  });

  test('brings a certificate to a binding that had none', () => {
    const exchange = exchangeCertificate();
    const facts = server({ records: records(mailCertificate(), exchange).slice(0, 2) });
    expect(drawn(mapOfPlan(facts, diagnose(facts), planFor(facts)), facts).slice(2)).toEqual([
      '(*:444 -bad- Nothing is bound)',
      '*:444 -good- Microsoft Exchange !',
    ]);
  });
});

describe('the map of a certificate whose key is repaired', () => {
  const facts = frontEndHolds(mailCertificate({ key: shutKey() }));
  const start = started(facts, 1, { kind: 'repair-key', thumbprint: hash('A') });
  const [change] = start.plan.changes;
  const words = (map: ServerMap) =>
    map.lines.map(({ card, age }) => {
      const to = map.cards.find(({ id }) => id === card);
      return to === undefined ? 'nothing' : `${age}: ${cardText(to, frameOf(facts, now)).state}`;
    });
  const rescued = (...events: readonly RescueEvent[]) =>
    mapOfRescue(reduce(journal(start, backupMade, ...events))[0]!, {
      kind: 'rebinding',
      since: now,
      stopping: 'not-asked',
    });
  const [refused, good] = ['Its private key is refused', 'Good until 9 May 2027'];

  test('lets the refused one fade and the good one come, while the bindings stay', () => {
    const map = mapOfPlan(facts, diagnose(facts), start.plan);
    expect(words(map).slice(0, 4)).toEqual([
      `fades: ${refused}`,
      `comes: ${good}`,
      `fades: ${refused}`,
      `comes: ${good}`,
    ]);
    expect(progress(map)).toEqual(['as-found', 'as-found', 'as-found']);
  });

  test('shows it refused until its change is verified, and good from then on', () => {
    expect(words(rescued(aboutTo(change!))).slice(0, 2)).toEqual([
      `stands: ${refused}`,
      `stands: ${refused}`,
    ]);
    const after = rescued(aboutTo(change!), done(change!));
    expect(words(after).slice(0, 2)).toEqual([`stands: ${good}`, `stands: ${good}`]);
    expect(after.cards).toHaveLength(2);
  });
});

describe('the map of a rescue', () => {
  const facts = expiredServer();
  const start = started(facts);
  const [first, second] = start.plan.changes;
  const rebinding: Activity = { kind: 'rebinding', since: now, stopping: 'not-asked' };

  function rescued(activity: Activity, ...events: readonly RescueEvent[]): ServerMap {
    const [rescue] = reduce(journal(start, backupMade, ...events));
    if (rescue === undefined) throw new Error('No rescue');
    return mapOfRescue(rescue, activity);
  }

  test('turns each line when its change is verified, and not before', () => {
    const map = rescued(rebinding, aboutTo(first!), done(first!), aboutTo(second!));
    expect(progress(map)).toEqual(['changed', 'changing', 'as-found']);
    expect(drawn(map, facts)).toEqual([
      '[:443 -bad- mail.contoso.com]',
      ':443 -good- Microsoft Exchange',
      '127.0.0.1:443 -unknown- mail.contoso.com',
      '127.0.0.1:443 -unknown- Microsoft Exchange',
      '*:444 -good- Microsoft Exchange',
    ]);
  });

  test('leaves what waits as it was found', () => {
    expect(progress(rescued(rebinding))).toEqual(['waiting', 'waiting', 'as-found']);
    expect(drawn(rescued(rebinding), facts)[0]).toBe(':443 -bad- mail.contoso.com');
  });

  test('does not know where a change stands that was interrupted', () => {
    expect(progress(rescued({ kind: 'idle' }, aboutTo(first!)))[0]).toBe('interrupted');
  });

  test('does not say that a change waits once the rescue was left', () => {
    const map = rescued({ kind: 'idle' }, aboutTo(first!), done(first!), { kind: 'rescue-left', rescue: 1 });
    expect(progress(map)).toEqual(['changed', 'as-found', 'as-found']);
  });

  test('does not claim a change that was there before', () => {
    const map = rescued({ kind: 'idle' }, done(first!, { how: 'already-there' }));
    expect(progress(map)[0]).toBe('so-already');
    expect(drawn(map, facts)[0]).toBe(':443 -good- Microsoft Exchange');
  });

  test('shows the old line again once a change was taken back, and the new one where it could not be', () => {
    const undone = [aboutTo(first!), done(first!), { kind: 'undo-started', rescue: 1 }] as const;
    const back = rescued({ kind: 'idle' }, ...undone, done(first!, { direction: 'undo' }));
    expect(drawn(back, facts)[0]).toBe(':443 -bad- mail.contoso.com');
    const stays = rescued({ kind: 'idle' }, ...undone, {
      kind: 'change-not-undone',
      rescue: 1,
      changeId: first!.id,
      because: { kind: 'would-not-be-taken-back' },
    });
    expect(progress(stays)[0]).toBe('not-taken-back');
    expect(drawn(stays, facts)[1]).toBe(':443 -good- Microsoft Exchange');
  });

  test('puts a certificate behind that no binding has any more, and only then', () => {
    const past = (map: ServerMap) => map.cards.map((card) => isPast(card, map));
    expect(past(mapOfPlan(facts, diagnose(facts), start.plan))).toEqual([false, false]);
    expect(past(rescued(rebinding, aboutTo(first!), done(first!)))).toEqual([false, false]);
    const both = [aboutTo(first!), done(first!), aboutTo(second!), done(second!)];
    expect(past(rescued({ kind: 'idle' }, ...both))).toEqual([true, false]);
  });

  test('does not say that a change waits while nobody is at work', () => {
    const map = rescued({ kind: 'idle' }, { kind: 'rescue-stopped', because: { kind: 'asked' } });
    expect(progress(map)).toEqual(['not-begun', 'not-begun', 'as-found']);
  });
});

describe('a new certificate on the map of a rescue', () => {
  const facts = onlyCertificate(expiredMail());
  const beginning = started(facts);
  const [creation] = beginning.plan.changes;
  const created = [aboutTo(creation!), done(creation!)];
  const absent = { kind: 'certificate', state: { kind: 'absent' } } as const;
  const undone = [
    { kind: 'undo-started', rescue: 1 },
    done(creation!, { direction: 'undo', found: absent }),
  ] as const;
  const rebinding: Activity = { kind: 'rebinding', since: now, stopping: 'not-asked' };
  const idle: Activity = { kind: 'idle' };

  function made(activity: Activity, ...events: readonly RescueEvent[]) {
    const [rescue] = reduce(journal(beginning, ...events));
    return mapOfRescue(rescue!, activity).cards.find(({ kind }) => kind === 'made');
  }

  test.each<[string, Activity, readonly RescueEvent[], string]>([
    ['will be created', rebinding, [], 'good: Will be created, good until 22 November 2031'],
    ['is being created', rebinding, [aboutTo(creation!)], 'busy: Being created, good until 22 November 2031'],
    ['was created', idle, created, 'good: New, good until 22 November 2031'],
    ['was not created where the rescue came to rest before', idle, [], 'still: Not created'],
    [
      'is in doubt where that was cut off',
      idle,
      [aboutTo(creation!)],
      'unknown: Not known whether it is there',
    ],
    ['was taken away by an undo', idle, [...created, ...undone], 'still: Taken away again'],
  ])('%s', (_what, activity, events, expected) => {
    const card = made(activity, ...events);
    expect(card && `${toneOf(card)}: ${cardText(card, frameOf(facts, now)).state}`).toBe(expected);
  });

  test('has its thumbprint as soon as it is there', () => {
    expect(made(rebinding, aboutTo(creation!))).toMatchObject({ thumbprint: null });
    expect(made(rebinding, ...created)).toMatchObject({ thumbprint: madeThumbprint });
  });

  test('is not there at all where the rescue was left before it was created', () => {
    expect(made(idle, { kind: 'rescue-left', rescue: 1 })).toBeUndefined();
  });
});
