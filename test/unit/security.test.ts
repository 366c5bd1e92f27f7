import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { blockNavigation } from '../../electron/security.ts';

/** What a page does that it may not, as Electron asks main about it. */
class Page extends EventEmitter {
  window: unknown;

  setWindowOpenHandler(handler: () => unknown) {
    this.window = handler();
  }

  /** Whether somebody has stopped it. */
  tries(deed: string): boolean {
    let stopped = false;
    this.emit(deed, { preventDefault: () => (stopped = true) });
    return stopped;
  }
}

describe('a page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'is stopped: %s',
    (deed) => {
      const page = new Page();
      expect(page.tries(deed)).toBe(false);
      blockNavigation(page as unknown as WebContents);
      expect(page.tries(deed)).toBe(true);
      expect(page.window).toEqual({ action: 'deny' });
    },
  );
});
