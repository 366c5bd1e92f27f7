import { assertNever } from '../../assert-never.ts';
import { isSelfSigned } from '../../certificate-health.ts';
import type { CertificateFault } from '../../certificate-health.ts';
import type { Certificate } from '../../facts.ts';
import type { BindingUse, ChangeProgress, Health, MapCard, MapLine } from '../../map/shape.ts';
import type { Because } from '../../reading.ts';
import { commonName, formatDay, formatDistance, formatThumbprint } from '../format.ts';
import type { Frame } from '../frame.ts';
import { codeClause } from './codes.ts';

export const mapWords = {
  certificates: 'Certificate served',
  siteMissing: 'IIS has no such site',
  noBindings: 'it has no https binding',
  notKnown: 'Not known',
  noOwnRecord: 'It has no certificate record of its own.',
} as const;

/** What a binding is for, in a word or two. */
export function bindingUseText(use: BindingUse): string {
  switch (use) {
    case 'every-address':
      return 'every address, Outlook and OWA';
    case 'this-server':
      return 'this server itself';
    case 'mailboxes':
      return 'mailbox services, EMS';
    case 'not-covered':
      return 'not touched by this program';
    default:
      return assertNever(use);
  }
}

/** How far the change of a binding is, in a word or two; `null` when there is none. */
export function bindingProgressText(progress: ChangeProgress): string | null {
  switch (progress) {
    case 'as-found':
      return null;
    case 'planned':
      return 'changes';
    case 'waiting':
      return 'waiting';
    case 'not-begun':
      return 'not changed';
    case 'changing':
      return 'changing';
    case 'changed':
      return 'changed';
    case 'so-already':
      return 'was so already';
    case 'interrupted':
      return 'interrupted';
    case 'being-taken-back':
      return 'taking back';
    case 'taken-back':
      return 'taken back';
    case 'not-taken-back':
      return 'stays changed';
    default:
      return assertNever(progress);
  }
}

/** What stands on a card of the map: how it stands, what it is called, and what else is to be known. */
export interface CardText {
  readonly state: string;
  readonly name: string;
  readonly details: string;
}

export function cardText(card: MapCard, frame: Frame): CardText {
  switch (card.kind) {
    case 'certificate': {
      const { certificate, health } = card;
      return {
        state: healthText(health, certificate, frame),
        name: certificate.friendlyName || commonName(certificate.subject),
        details: detailsText(certificate, health, frame),
      };
    }
    case 'gone':
      return {
        state: 'Gone from this server',
        name: formatThumbprint(card.thumbprint),
        details: `named by the binding, and not in the store ${card.store}`,
      };
    case 'certificates-unread':
      return {
        state: mapWords.notKnown,
        name: formatThumbprint(card.thumbprint),
        details: unreadText('the certificates', card.because),
      };
    case 'records-unread':
      return {
        state: mapWords.notKnown,
        name: 'What these bindings serve',
        details: unreadText('the certificate records', card.because),
      };
    case 'no-record':
      return {
        state: 'No certificate',
        name: 'Nothing is bound',
        details: 'Windows answers no https request there',
      };
    case 'central-store':
      return {
        state: mapWords.notKnown,
        name: 'Central certificate store',
        details: 'the certificate is not kept on this server',
      };
    case 'made':
      return madeText(card, frame);
    default:
      return assertNever(card);
  }
}

/** `The sites of IIS could not be read, because …`, for the parts without which there is no map. */
export function sitesUnreadText(because: Because): string {
  return unreadText('The sites of IIS', because);
}

/** What a line says to those who do not see it. */
export function lineText(line: MapLine, progress: ChangeProgress, card: MapCard, frame: Frame): string {
  const { state, name } = cardText(card, frame);
  const what = card.kind === 'no-record' ? 'no certificate' : `${name} (${state})`;
  if (line.tone === 'unknown' && progress !== 'as-found')
    return `It is not certain whether it serves ${what}.`;
  if (card.kind === 'records-unread' || card.kind === 'central-store') return `What it serves is not known.`;
  switch (line.age) {
    case 'stands':
      return `It serves ${what}.`;
    case 'comes':
      return `It will serve ${what}.`;
    case 'fades':
      return `It serves ${what} now.`;
    case 'past':
      return `Before, it served ${what}.`;
    default:
      return assertNever(line.age);
  }
}

function unreadText(what: string, because: Because): string {
  return `${what} could not be read, because ${codeClause(because.code)}`;
}

function healthText(health: Health, certificate: Certificate, frame: Frame): string {
  switch (health.kind) {
    case 'good':
      return `Good until ${formatDay(certificate.notAfter, frame.utcOffsetMinutes)}`;
    case 'ends-soon':
      return `Ends ${formatDistance(certificate.notAfter, frame.at)}`;
    case 'bad':
    case 'doubtful':
      return faultState(health.fault, frame);
    case 'unknown':
      return 'Not known whether its key can be used';
    case 'in-other-store':
      return 'In another store';
    default:
      return assertNever(health);
  }
}

function faultState(fault: CertificateFault, frame: Frame): string {
  switch (fault.kind) {
    case 'expired':
      return `Expired ${formatDistance(fault.notAfter, frame.at)}`;
    case 'not-yet-valid':
      return `Not valid before ${formatDay(fault.notBefore, frame.utcOffsetMinutes)}`;
    case 'key-missing':
      return 'Its private key is missing';
    case 'key-inaccessible':
      return 'Its private key is refused';
    case 'key-in-user-profile':
      return "Its private key is in a user's profile";
    // Here it is no mere doubt: Setup's log blames it.
    case 'key-unknown':
      return 'Setup could not use its private key';
    case 'key-in-cng':
      return 'Its private key is in CNG';
    case 'key-for-signature-only':
      return 'Its private key only signs';
    case 'not-rsa':
      return 'Its key is not RSA';
    case 'key-too-short':
      return `Its key has only ${String(fault.bits)} bits`;
    case 'not-for-servers':
      return 'Not meant for servers';
    case 'certificate-authority':
      return 'The certificate of an authority';
    default:
      return assertNever(fault);
  }
}

function detailsText(certificate: Certificate, health: Health, frame: Frame): string {
  const until = `until ${formatDay(certificate.notAfter, frame.utcOffsetMinutes)}`;
  const parts = [
    issuerText(certificate),
    ...(health.kind === 'good' ? [] : [until]),
    ...(health.kind === 'in-other-store' ? [`not in ${health.recordStore}, where it is looked for`] : []),
    keyText(certificate),
  ];
  return parts.join(' · ');
}

function issuerText(certificate: Certificate): string {
  return isSelfSigned(certificate)
    ? `self-signed by ${commonName(certificate.subject)}`
    : commonName(certificate.issuer);
}

function keyText({ key }: Certificate): string {
  if (key.kind === 'unknown') return unreadText('key', key.because);
  if (key.value.kind === 'none') return 'no key';
  const { access } = key.value;
  switch (access.kind) {
    case 'signs':
      return 'key works';
    case 'not-tried':
      return 'key not tried';
    case 'lost':
      return 'key is lost';
    case 'refused':
      return access.deed === 'open' ? 'key does not open' : "key's access list is closed";
    case 'inconclusive':
      return unreadText('key', access.because);
    default:
      return assertNever(access);
  }
}

function madeText(card: Extract<MapCard, { kind: 'made' }>, frame: Frame): CardText {
  const until = formatDay(card.value.notAfter, frame.utcOffsetMinutes);
  const name = card.value.friendlyName;
  const details = `self-signed by ${card.value.netbiosName} · key born inside Windows`;
  switch (card.progress) {
    case 'planned':
    case 'waiting':
      return { state: `Will be created, good until ${until}`, name, details };
    case 'changing':
      return { state: `Being created, good until ${until}`, name, details };
    case 'changed':
    case 'so-already':
    case 'not-taken-back':
      return { state: `New, good until ${until}`, name, details };
    case 'interrupted':
      return { state: 'Not known whether it is there', name, details };
    case 'being-taken-back':
      return { state: 'Being taken away', name, details };
    case 'taken-back':
      return { state: 'Taken away again', name, details };
    case 'as-found':
    case 'not-begun':
      return { state: 'Not created', name, details };
    default:
      return assertNever(card.progress);
  }
}
