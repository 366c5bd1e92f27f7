import { basename, win32 } from 'node:path';
import { systemDisk } from '../../electron/disk.ts';
import type { Disk } from '../../electron/disk.ts';
import type { Server } from '../../electron/server/server.ts';

/** The points that this process passes, one of which it may not survive. */
export interface Points {
  /** Right before it and right after it there is a point. */
  between<Answer>(name: string, call: () => Answer): Answer;
  during<Answer>(name: string, call: () => Promise<Answer>): Promise<Answer>;
}

/**
 * Points of one name are numbered from 1: `before sync of journal.jsonl 3`.
 * @param fatal where the process ends itself by SIGKILL; `named`: nowhere, every point is printed as it is passed
 */
export function pointsUntil(fatal: string): Points {
  const passed = new Map<string, number>();
  const pass = (name: string) => {
    const number = (passed.get(name) ?? 0) + 1;
    passed.set(name, number);
    const point = `${name} ${String(number)}`;
    if (fatal === 'named') console.log(point);
    else if (point === fatal) process.kill(process.pid, 'SIGKILL');
  };
  return {
    between(name, call) {
      pass(`before ${name}`);
      const answer = call();
      pass(`after ${name}`);
      return answer;
    },
    async during(name, call) {
      pass(`before ${name}`);
      const answer = await call();
      pass(`after ${name}`);
      return answer;
    },
  };
}

/** Journal, copies and the practice server's own file all go through it, so a hand is laid on it in one place. */
export function watchDisk(points: Points): void {
  const disk = { ...systemDisk };
  const names = new Map<number, string>();
  const passing = <Answer>(deed: string, descriptor: number, call: () => Answer): Answer =>
    points.between(`${deed} of ${names.get(descriptor) ?? 'a file'}`, call);
  const watched: Omit<Disk, 'size'> = {
    open(path, flags, mode) {
      // What is written beside a file to be put in its place has a random name.
      const name = basename(win32.basename(path)).replace(/\.[0-9a-f]+\.tmp$/, '');
      const descriptor = points.between(`open of ${name}`, () => disk.open(path, flags, mode));
      names.set(descriptor, name);
      return descriptor;
    },
    write: (descriptor, ...more) => passing('write', descriptor, () => disk.write(descriptor, ...more)),
    truncate: (descriptor, length) => {
      passing('truncate', descriptor, () => {
        disk.truncate(descriptor, length);
      });
    },
    sync: (descriptor) => {
      passing('sync', descriptor, () => {
        disk.sync(descriptor);
      });
    },
    close: (descriptor) => {
      passing('close', descriptor, () => {
        disk.close(descriptor);
      });
    },
  };
  Object.assign(systemDisk, watched);
}

/** A server with a point before and after every call that a rescue makes. */
export function watchedServer<S extends Server>(server: S, points: Points): S {
  const watched: Pick<Server, 'inspect' | 'read' | 'apply' | 'served'> = {
    inspect: () => points.during('inspect', () => server.inspect()),
    read: (target) => points.during('read', () => server.read(target)),
    apply: (change) => points.during('apply', () => server.apply(change)),
    served: (endpoint) => points.during('served', () => server.served(endpoint)),
  };
  return new Proxy(server, {
    get(target, name) {
      if (name in watched) return Reflect.get(watched, name) as unknown;
      const own: unknown = Reflect.get(target, name, target);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
