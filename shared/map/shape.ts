import type { SiteRole } from '../bound.ts';
import type { CertificateFault } from '../certificate-health.ts';
import type { CertificateValue } from '../change.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Certificate } from '../facts.ts';
import type { Because, Reading } from '../reading.ts';
import type { Thumbprint } from '../thumbprint.ts';

/** Sites with their https bindings, the certificates they are served with, and the lines between them. */
export interface ServerMap {
  readonly sites: Reading<readonly MapSite[]>;
  readonly cards: readonly MapCard[];
  readonly lines: readonly MapLine[];
}

export interface MapSite {
  readonly name: string;
  readonly role: SiteRole;
  /** `missing`: IIS has no such site. */
  readonly presence: 'present' | 'missing';
  readonly bindings: readonly MapBinding[];
}

export interface MapBinding {
  /** Unique in the map. */
  readonly id: string;
  /** As IIS writes it, without the colon at its end: `:443`, `127.0.0.1:443`, `*:444`. */
  readonly information: string;
  readonly endpoint: Endpoint;
  readonly use: BindingUse;
  readonly progress: ChangeProgress;
}

/** What a binding is for. `not-covered`: no plan touches it. */
export type BindingUse = 'every-address' | 'this-server' | 'mailboxes' | 'not-covered';

/** How far a change is. `as-found`: none is planned, or none was made. */
export type ChangeProgress =
  | 'as-found'
  | 'planned'
  | 'waiting'
  /** Nobody is at work, and it was not begun. */
  | 'not-begun'
  | 'changing'
  | 'changed'
  | 'so-already'
  | 'interrupted'
  | 'being-taken-back'
  | 'taken-back'
  | 'not-taken-back';

/** What bindings lead to, at the right of the map. The id is unique in the map. */
export type MapCard = { readonly id: string } & (
  | {
      readonly kind: 'certificate';
      readonly certificate: Certificate;
      readonly health: Health;
    }
  /** A record names it, and it is in none of the stores. */
  | { readonly kind: 'gone'; readonly thumbprint: Thumbprint; readonly store: string }
  /** A record names it, and the certificates could not be read. */
  | { readonly kind: 'certificates-unread'; readonly thumbprint: Thumbprint; readonly because: Because }
  /** The certificate records could not be read: what is served is not known. */
  | { readonly kind: 'records-unread'; readonly because: Because }
  /** Bindings without a certificate record. */
  | { readonly kind: 'no-record' }
  | { readonly kind: 'central-store' }
  /** The certificate that a plan makes. */
  | {
      readonly kind: 'made';
      readonly value: CertificateValue;
      /** `null` before it was made. */
      readonly thumbprint: Thumbprint | null;
      /** How far its making is. */
      readonly progress: ChangeProgress;
    }
);

/** Whether a certificate will do where it is bound. */
export type Health =
  | { readonly kind: 'good' }
  | { readonly kind: 'ends-soon' }
  /** It cannot serve, or Setup stops at it. */
  | { readonly kind: 'bad'; readonly fault: CertificateFault }
  /** It serves, and something is to be said against it. */
  | { readonly kind: 'doubtful'; readonly fault: CertificateFault }
  /** Its key could not be looked at. */
  | { readonly kind: 'unknown'; readonly because: Because }
  /** The record looks for it in a store where it is not, or where Setup does not look. */
  | { readonly kind: 'in-other-store'; readonly recordStore: string };

/** `still`: it counts for nothing now. */
export type MapTone = 'good' | 'bad' | 'warn' | 'unknown' | 'busy' | 'still';

/** From a binding to what it leads to. */
export interface MapLine {
  readonly binding: string;
  readonly card: string;
  readonly tone: MapTone;
  /** `fades`: it will be so no more. `past`: it was so. `comes`: it will be so. */
  readonly age: 'stands' | 'fades' | 'past' | 'comes';
}

/** Nothing leads to a card any more: it is there for what it was. */
export function isPast({ id }: MapCard, { lines }: ServerMap): boolean {
  const atCard = lines.filter(({ card }) => card === id);
  return atCard.length > 0 && atCard.every(({ age }) => age === 'past');
}

/** A card's colour, and its lines'. */
export function toneOf(card: MapCard): MapTone {
  switch (card.kind) {
    case 'certificate':
      return toneOfHealth(card.health);
    case 'gone':
    case 'no-record':
      return 'bad';
    case 'certificates-unread':
    case 'records-unread':
    case 'central-store':
      return 'unknown';
    case 'made':
      return toneOfMaking(card.progress);
  }
}

function toneOfMaking(progress: ChangeProgress): MapTone {
  switch (progress) {
    case 'planned':
    case 'waiting':
    case 'changed':
    case 'so-already':
    case 'not-taken-back':
      return 'good';
    case 'changing':
    case 'being-taken-back':
      return 'busy';
    case 'interrupted':
      return 'unknown';
    case 'as-found':
    case 'not-begun':
    case 'taken-back':
      return 'still';
  }
}

function toneOfHealth(health: Health): MapTone {
  switch (health.kind) {
    case 'good':
      return 'good';
    case 'ends-soon':
    case 'doubtful':
      return 'warn';
    case 'bad':
    case 'in-other-store':
      return 'bad';
    case 'unknown':
      return 'unknown';
  }
}
