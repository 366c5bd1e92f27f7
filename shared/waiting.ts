import type { Target } from './change.ts';
import type { Endpoint } from './endpoint.ts';

/** What the server was asked for. */
export type Asked =
  | { readonly kind: 'inspect' }
  | { readonly kind: 'read' | 'apply'; readonly target: Target }
  | { readonly kind: 'served'; readonly endpoint: Endpoint }
  | { readonly kind: 'tidy' | 'close' };

/** A call to the server that takes long. */
export interface Waiting {
  readonly asked: Asked;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Milliseconds after which it is waited for no longer. */
  readonly limit: number;
}
