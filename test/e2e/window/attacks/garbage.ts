/**
 * What no call takes, made in the window: each function is evaluated there, and sees nothing of this file. What cannot
 * be sent at all is among it.
 */
export const garbage: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  'a number': () => 7,
  'no number': () => NaN,
  'a big number': () => 2n ** 2000n,
  'an empty text': () => '',
  'a text': () => 'review',
  'a list': () => [],
  'a list that is no list': () => ({ length: 1, 0: {} }),
  'an empty object': () => ({}),
  'an object of another kind': () => ({ kind: 'ok' }),
  'a date': () => new Date(0),
  'a map': () => new Map([['planId', '1']]),
  'an error': () => new Error('planId'),
  'a pattern': () => /(a+)+$/,
  bytes: () => new Uint8Array(1024),
  'an object without a prototype': () => Object.assign(Object.create(null) as object, { force: true }),
  'a prototype': () => JSON.parse('{"__proto__": {"polluted": true}}') as unknown,
  'a constructor': () => ({ constructor: { prototype: { polluted: true } } }),
  'a promise to answer': () => ({ then: 'yes', toJSON: 'yes' }),
  'one that holds itself': () => {
    const whole: { self?: unknown } = {};
    whole.self = whole;
    return whole;
  },
  'a thousand within each other': () => {
    let nested: unknown = 'end';
    for (let depth = 0; depth < 1000; depth += 1) nested = { stage: nested, choice: nested, what: nested };
    return nested;
  },
  'ten thousand fields': () =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, index])),
  'a function': () => () => 'never sent',
  'a symbol': () => Symbol('never sent'),
};
