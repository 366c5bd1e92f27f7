import * as koffi from 'koffi';
import type { KoffiLibrary } from '../../../electron/server/windows/headers.ts';

/** What is otherwise in this Windows than in the one that the bridge runs in; JSON. */
export interface Alterations {
  /** As Node names it; that of the process when not given. */
  readonly architecture?: string;
  /** A DLL of System32 that is not there, or an entry point that is not in it. */
  readonly lacks?: { readonly library: string; readonly entryPoint: string | null };
  /** By name of the call: what it answers, whatever it is asked. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Names of calls that never come back, each on a worker thread that is gone with it. */
  readonly hangs?: readonly string[];
  /** koffi itself cannot be loaded, for this code; `null` where Node gives none. */
  readonly incomplete?: { readonly code: string | null };
}

interface Answer {
  /** `null` of a call that gives an address. */
  readonly result: number | null;
  /** What GetLastError tells after it. */
  readonly lastError?: number;
  /** What it writes, by the position of the argument: a number into an out value, bytes in base64 into memory. */
  readonly writes?: Readonly<Record<number, number | string>>;
}

type Native = ReturnType<koffi.LibraryHandle['func']>;
type Finished = (error: null, result: number | null) => void;

/** koffi as the product gets it in a Windows that is altered so. */
export function koffiOf({ lacks, answers = {}, hangs = [], incomplete }: Alterations): KoffiLibrary {
  if (incomplete !== undefined) {
    const { code } = incomplete;
    throw code === null ? new Error('No koffi') : Object.assign(new Error('No koffi'), { code });
  }
  let lastError: number | null = null;

  /** Answers, plain or on a worker thread, and never calls Windows. */
  const answering = (answer: Answer): Native => {
    const call = (...words: readonly unknown[]) => {
      for (const [at, what] of Object.entries(answer.writes ?? {})) write(words[Number(at)], what);
      lastError = answer.lastError ?? null;
      return answer.result;
    };
    const async = (...words: readonly unknown[]) => {
      setImmediate(() => {
        (words.at(-1) as Finished)(null, call(...words));
      });
    };
    return Object.assign(call, { async }) as unknown as Native;
  };

  const hanging = (): Native => {
    const sleep = koffi.load('kernel32.dll').func('void __stdcall Sleep(uint32 milliseconds)');
    const forEver = 0xffff_ffff;
    const async = (...words: readonly unknown[]) => {
      sleep.async(forEver, words.at(-1));
    };
    const call = () => {
      sleep(forEver);
    };
    return Object.assign(call, { async }) as unknown as Native;
  };

  /** What it tells of an answer of ours is told once. */
  const getLastErrorOf = (real: Native): Native =>
    Object.assign(() => {
      const told = lastError;
      lastError = null;
      return told ?? (real as unknown as () => number)();
    }, real);

  const load: KoffiLibrary['load'] = (path, ...more) => {
    const library = (path ?? '').split('\\').at(-1);
    if (library === lacks?.library && lacks?.entryPoint === null) {
      throw new Error(`Failed to load shared library: no ${library}`);
    }
    const real = koffi.load(path, ...more);
    const func = (definition: string): Native => {
      const name = /(\w+)\(/.exec(definition)?.[1] ?? definition;
      if (library === lacks?.library && name === lacks?.entryPoint) {
        throw new Error(`Cannot find function '${name}' in shared library`);
      }
      if (hangs.includes(name)) return hanging();
      const answer = answers[name];
      if (answer !== undefined) return answering(answer);
      return name === 'GetLastError' ? getLastErrorOf(real.func(definition)) : real.func(definition);
    };
    return Object.create(real, { func: { value: func } }) as typeof real;
  };

  return { ...koffi, load, struct: structOnce };
}

function write(into: unknown, what: number | string): void {
  if (typeof what === 'number') (into as [number])[0] = what;
  else Buffer.from(what, 'base64').copy(into as Buffer);
}

/** A process names a struct once; a server that is opened anew finds it. */
const structOnce = ((name: string, members: Readonly<Record<string, string | koffi.TypeObject>>) => {
  try {
    return koffi.struct(name, members);
  } catch {
    return koffi.type(name);
  }
}) as unknown as KoffiLibrary['struct'];
