import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Because } from '../../../shared/reading.ts';
import { read, unknown, type Reading } from '../../../shared/reading.ts';
import { errorCode } from '../../disk.ts';
import { childrenOf, contentOf, descendant, parseXml, textOf } from './xml.ts';

/** A scheduled task, as its file tells it. */
export interface ScheduledTask {
  /** With its folder: `\Microsoft\Windows\Defrag\ScheduledDefrag`. */
  readonly name: string;
  readonly state: 'enabled' | 'disabled';
  /** The command lines that it starts. */
  readonly programs: readonly string[];
}

/** Far more than a task ever has. */
const largest = 1024 * 1024;

/** A task's file that is worth a closer look, by its name and its bare text. */
export type Suspicion = (name: string, text: string) => boolean;

export interface SuspectedTasks {
  readonly tasks: readonly ScheduledTask[];
  readonly unread: readonly Because[];
}

/**
 * The suspected tasks among the files of a folder and all below it. Only they are parsed: a server has hundreds.
 * A folder that is not there has none.
 * @param folder absolute, such as `C:\Windows\System32\Tasks`
 */
export async function scheduledTasks(folder: string, isSuspected: Suspicion): Promise<SuspectedTasks> {
  const found = await tasksIn(folder, '', isSuspected);
  return {
    tasks: found.flatMap((task) => (task.kind === 'read' ? [task.value] : [])),
    unread: found.flatMap((task) => (task.kind === 'unknown' ? [task.because] : [])),
  };
}

async function tasksIn(
  folder: string,
  name: string,
  isSuspected: Suspicion,
): Promise<readonly Reading<ScheduledTask>[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' ? [] : [unknown(code, folder)];
  }
  const found = await Promise.all(
    entries.map((entry) => {
      const [path, full] = [join(folder, entry.name), `${name}\\${entry.name}`];
      if (entry.isDirectory()) return tasksIn(path, full, isSuspected);
      return entry.isFile() ? taskFile(path, full, isSuspected) : Promise.resolve([]);
    }),
  );
  return found.flat();
}

async function taskFile(
  path: string,
  name: string,
  isSuspected: Suspicion,
): Promise<readonly Reading<ScheduledTask>[]> {
  try {
    if ((await stat(path)).size > largest) return [unknown('FILE_TOO_LARGE', path)];
    const text = textOf(await readFile(path));
    return isSuspected(name, text) ? [taskOf(name, text, path)] : [];
  } catch (error) {
    const code = errorCode(error);
    // Gone between the list and now.
    return code === 'ENOENT' ? [] : [unknown(code, path)];
  }
}

/** A task out of the text of its file. Codes: those of `parseXml`. */
export function taskOf(name: string, text: string, tried: string): Reading<ScheduledTask> {
  const root = parseXml(text, tried);
  if (root.kind === 'unknown') return root;
  // A trigger has an `Enabled` of its own.
  const enabled = contentOf(descendant(root.value, 'Settings', 'Enabled')).toLowerCase();
  const programs = childrenOf(root.value, 'Actions')
    .flatMap((actions) => childrenOf(actions, 'Exec'))
    .map((action) =>
      ['Command', 'Arguments']
        .map((part) => contentOf(descendant(action, part)))
        .filter((part) => part !== '')
        .join(' '),
    );
  return read({ name, state: enabled === 'false' || enabled === '0' ? 'disabled' : 'enabled', programs });
}
