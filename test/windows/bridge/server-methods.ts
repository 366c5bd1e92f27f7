import type { ConfirmedSetup } from '../../../shared/setup-start.ts';
import type { ConcreteChange, Target } from '../../../shared/change.ts';
import type { Endpoint } from '../../../shared/endpoint.ts';
import type { Server } from '../../../electron/server/server.ts';
import type { SetupStarter } from '../../../electron/server/setup-starter.ts';
import type { Methods } from './methods.ts';
import { openServerUnderTest } from './open-server.ts';
import type { OpenNeeds } from './open-server.ts';

/** The port of the server under test. A test may open it several times: each call names which one it means. */
export function serverMethods(): Methods {
  const opened: (Server & SetupStarter)[] = [];
  const server = (index: unknown): Server & SetupStarter => {
    const found = opened[index as number];
    if (found === undefined) throw new Error('The test calls a server that it has not opened');
    return found;
  };
  return {
    'server.open': async ([needs]) => {
      const result = await openServerUnderTest(needs as OpenNeeds);
      return result.kind === 'problem' ? result : { kind: 'opened', index: opened.push(result.value) - 1 };
    },
    'server.inspect': ([index]) => server(index).inspect(),
    'server.read': ([index, target]) => server(index).read(target as Target),
    'server.missing': ([index, change]) => server(index).missing(change as ConcreteChange),
    'server.tidy': ([index]) => server(index).tidy(),
    'server.apply': ([index, change]) => server(index).apply(change as ConcreteChange),
    'server.served': ([index, endpoint]) => server(index).served(endpoint as Endpoint),
    'server.followSetup': ([index], { notice, until }) => server(index).followSetup(notice, until),
    'server.judgeSetup': ([index, program]) => server(index).judgeSetup(program as string),
    // The word to end it takes its time: what nobody waited for from the beginning is told with the call.
    'server.startSetup': ([index, confirmed, wanted], { until }) =>
      server(index).startSetup(confirmed as ConfirmedSetup, wanted === true ? until : AbortSignal.abort()),
    'server.close': ([index]) => server(index).close(),
  };
}
