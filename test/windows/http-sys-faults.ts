import type { WineWorld } from './wine-world.ts';

/** A fault that the stand-in of http.sys is to play; stand-in/README.md tells what each part means. */
export interface HttpSysFault {
  readonly call: 'Initialize' | 'Query' | 'Set' | 'Delete' | 'Update';
  /** An endpoint, `id 5` for one list of records, `*` for all. */
  readonly of: string;
  readonly code: number;
  /** How often; always when not given. */
  readonly times?: number;
  readonly how?: 'SaysDoneDoesNothing' | 'DoesItSaysFailed' | 'NeverAnswers' | 'AnswersWhenReleased';
}

const path = 'SOFTWARE\\CU Rescue Test\\HttpSys';
const orders = `HKEY_LOCAL_MACHINE\\${path}`;
const head = 'Windows Registry Editor Version 5.00';

/** Orders faults, in place of those that were ordered before: none at all when none is named. */
export async function orderFaults(world: WineWorld, ...faults: readonly HttpSysFault[]): Promise<void> {
  const values = faults.flatMap(({ call, of, code, times, how }) => [
    `"Fail${call}Of"="${of}"`,
    `"Fail${call}Code"=dword:${code.toString(16)}`,
    ...(times === undefined ? [] : [`"Fail${call}Times"=dword:${times.toString(16)}`]),
    ...(how === undefined ? [] : [`"Fail${call}How"="${how}"`]),
  ]);
  // The removal comes first: what was ordered before would go on beside the new orders.
  await world.registry.import([head, '', `[-${orders}]`, '', `[${orders}]`, ...values, ''].join('\r\n'));
}

/** The orders that stand, as `reg export` writes them; empty where there are none. */
export async function orderedFaults({ tools }: WineWorld): Promise<string> {
  return (await tools.exportKey(path)) ?? '';
}
