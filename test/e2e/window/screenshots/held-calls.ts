import type { WineWorld } from '../../../windows/wine-world.ts';

type Way = Pick<WineWorld, 'call'>;

/** A way into Windows on which a call can be held, so that a moment stays while it is looked at. */
export interface HeldCalls extends Way {
  /**
   * Holds a call of this name.
   * @param which 2 is the second from now on
   * @returns lets it go, and all that come after it
   */
  hold(method: string, which: number): () => void;
}

export function heldCalls(world: Way): HeldCalls {
  let held: { readonly method: string; left: number; readonly until: Promise<void> } | null = null;
  return {
    async call(method, words, options) {
      if (held?.method === method) {
        held.left -= 1;
        if (held.left <= 0) await held.until;
      }
      return world.call(method, words, options);
    },
    hold(method, which) {
      const { promise, resolve } = withResolvers();
      held = { method, left: which, until: promise };
      return () => {
        held = null;
        resolve();
      };
    },
  };
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
