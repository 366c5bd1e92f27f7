import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as koffi from 'koffi';
import { beforeAll, expect, it } from 'vitest';
import { wineHere } from '../../scripts/wine/for-tests.mjs';
import { constants, structs } from '../../electron/server/windows/headers.ts';
import { describeOnWine } from './describe-on-wine.ts';
import { buildStandIns } from './stand-in/build.mjs';
import { startWineWorld } from './wine-world.ts';

/** What layout.exe writes: how the compiler of C sees Microsoft's headers. */
interface Headers {
  readonly structs: Readonly<Record<string, Layout>>;
  readonly constants: Readonly<Record<string, number>>;
}

interface Layout {
  readonly size: number;
  readonly fields: Readonly<Record<string, { readonly offset: number; readonly size: number }>>;
}

async function headersOfWindows(): Promise<Headers> {
  const wine = wineHere();
  if (wine.kind === 'missing') throw new Error(wine.because);
  // The program lies beside the stand-in that the worlds get.
  const { layout } = buildStandIns(dirname(dirname(wine.standIn('with-update'))));
  const world = await startWineWorld({ httpSys: 'with-update' });
  try {
    copyFileSync(layout, join(world.driveC, 'layout.exe'));
    const { status } = await world.run('C:\\layout.exe', ['C:\\layout.json']);
    if (status !== 0) throw new Error(`layout.exe ended with ${status}`);
    return JSON.parse(readFileSync(join(world.driveC, 'layout.json'), 'utf8')) as Headers;
  } finally {
    await world.dispose();
  }
}

/** The structs of the product and those inside them, by name. Linux and Windows on x64 lay these types out alike. */
function structsOfTheProduct(): Readonly<Record<string, Layout>> {
  const found: Record<string, Layout> = {};
  const visit = (type: koffi.TypeObject) => {
    const { name, primitive, size, members } = koffi.type(type);
    if (primitive !== 'Record' || members === undefined) return;
    const fields = Object.entries(members).map(([field, member]) => {
      visit(member.type);
      return [field, { offset: member.offset, size: koffi.sizeof(member.type) }] as const;
    });
    found[name] = { size, fields: Object.fromEntries(fields) };
  };
  Object.values(structs(koffi)).forEach(visit);
  return found;
}

describeOnWine('what the product declares of the headers of Windows', () => {
  const own = structsOfTheProduct();
  let headers: Headers;
  beforeAll(async () => {
    headers = await headersOfWindows();
  });

  it('is looked at inside other structs too', () => {
    expect(Object.keys(own)).toContain('SERVICE_STATUS_PROCESS');
  });

  it.each(Object.keys(own))('%s has its size and its fields in their places', (name) => {
    expect(own[name]).toEqual(headers.structs[name]);
  });

  it.each(Object.entries(constants))('%s is the number that the header gives it', (name, value) => {
    expect(value >>> 0).toBe(headers.constants[name]);
  });
});
