import type { OpenNeeds } from '../bridge/open-server.ts';

/** How a window finds its server. */
export interface Way {
  /** Of 127.0.0.1, where the test passes calls on to Windows. */
  readonly port: number;
  /** What has to be said first there. */
  readonly token: string;
  readonly needs: OpenNeeds;
}

const variable = 'CU_RESCUE_TEST_SERVER';

/** The way as a variable of the environment. */
export function asEnvironment(way: Way): Readonly<Record<string, string>> {
  return { [variable]: JSON.stringify(way) };
}

export function fromEnvironment(environment: NodeJS.ProcessEnv): Way {
  const text = environment[variable];
  if (text === undefined) throw new Error(`${variable} is not set: only a test starts this`);
  return JSON.parse(text) as Way;
}
