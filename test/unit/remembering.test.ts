import { expect, it } from 'vitest';
import { remembering } from '../../electron/remembering.ts';

function counted() {
  let made = 0;
  const make = remembering((first: object | null, second: string) => {
    made += 1;
    return { first, second };
  });
  return { make, made: () => made };
}

it('gives the very same for the same things, and makes it once', () => {
  const { make, made } = counted();
  const thing = {};
  expect(make(thing, 'a')).toBe(make(thing, 'a'));
  expect(made()).toBe(1);
});

it('makes it anew for another thing that looks alike, whichever of them it is', () => {
  const { make, made } = counted();
  const thing = {};
  make(thing, 'a');
  expect(make({}, 'a').second).toBe('a');
  expect(make(null, 'a').first).toBeNull();
  expect(make(null, 'b').second).toBe('b');
  expect(made()).toBe(4);
});

it('remembers what it gave even where that is nothing', () => {
  let made = 0;
  const make = remembering((): undefined => {
    made += 1;
    return undefined;
  });
  make();
  make();
  expect(made).toBe(1);
});
