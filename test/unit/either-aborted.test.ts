import { expect, it } from 'vitest';
import { eitherAborted } from '../../electron/wizard/either-aborted.ts';

it.each(['one', 'other'] as const)(
  'is aborted with the %s of two, now or later, and for its reason',
  (which) => {
    const signals = { one: new AbortController(), other: new AbortController() };
    const later = eitherAborted(signals.one.signal, signals.other.signal);
    expect(later.aborted).toBe(false);
    signals[which].abort('enough');
    const now = eitherAborted(signals.one.signal, signals.other.signal);
    expect([later.aborted, later.reason, now.aborted, now.reason]).toEqual([true, 'enough', true, 'enough']);
  },
);
