import * as koffi from 'koffi';
import { describe, expect, test } from 'vitest';
import type { KoffiLibrary } from '../../electron/server/windows/headers.ts';
import { openWin32 } from '../../electron/server/windows/win32.ts';
import { MissingFromWindows } from '../../electron/server/windows/windows-error.ts';

const update = 'HttpUpdateServiceConfiguration';

/** koffi in a Windows that has every DLL and every function, but for what is named; what it refuses it refuses for real. */
function koffiWhere(refused: {
  readonly name: string;
  readonly for: 'missing' | 'our-mistake';
}): KoffiLibrary {
  const here = koffi.load(null);
  const load = (path: string | null) => {
    if (refused.name === path?.split('\\').at(-1)) return koffi.load('no-such-library-anywhere');
    const func = (definition: string) => {
      const name = /(\w+)\(/.exec(definition)?.[1];
      if (name !== refused.name) return Object.assign(() => 0, { async: () => undefined });
      return here.func(
        refused.for === 'missing' ? `int ${name}_which_is_nowhere()` : `int ${name}(nonsense argument)`,
      );
    };
    return { func };
  };
  return { ...koffi, load, struct: structOnce } as unknown as KoffiLibrary;
}

/** A process names a struct once. */
const structOnce = (name: string, members: Record<string, koffi.TypeObject>) => {
  try {
    return koffi.struct(name, members);
  } catch {
    return koffi.type(name);
  }
};

describe('what Windows lacks', () => {
  test('is told by its name, when it is a function that nothing goes without', () => {
    const opening = () => openWin32(koffiWhere({ name: 'CertOpenStore', for: 'missing' }));
    expect(opening).toThrow(new MissingFromWindows('crypt32.dll', 'CertOpenStore'));
  });

  test('is told by its name, when it is a DLL', () => {
    const opening = () => openWin32(koffiWhere({ name: 'ncrypt.dll', for: 'missing' }));
    expect(opening).toThrow(new MissingFromWindows('ncrypt.dll', null));
  });

  test('leaves the way of older ones, when it is the update in one step', () => {
    expect(openWin32(koffiWhere({ name: update, for: 'missing' }))[update]).toBeNull();
    expect(openWin32(koffiWhere({ name: 'none', for: 'missing' }))[update]).not.toBeNull();
  });
});

describe('a signature that is a mistake of ours', () => {
  test.each(['CertOpenStore', 'HttpInitialize', update])(
    'is thrown as one, never told of Windows: %s',
    (name) => {
      const opening = () => openWin32(koffiWhere({ name, for: 'our-mistake' }));
      expect(opening).toThrow(/nonsense/);
      expect(opening).not.toThrow(MissingFromWindows);
    },
  );
});
