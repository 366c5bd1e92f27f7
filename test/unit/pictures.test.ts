import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kept, picturesShown } from '../e2e/window/screenshots/places.ts';

it('keeps the pictures that the README and the guide show, and no others', () => {
  expect(readdirSync(kept).toSorted()).toEqual([...picturesShown()].toSorted());
});
