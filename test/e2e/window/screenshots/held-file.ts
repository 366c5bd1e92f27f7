import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/**
 * Puts a pipe in the place of a file: whoever reads it waits, as on a server that does not answer.
 * @returns lets them read what the file held, and puts the file back
 */
export function holdReaders(path: string): () => void {
  const content = readFileSync(path);
  const [pipe, away] = [`${path}.pipe`, `${path}.away`];
  execFileSync('mkfifo', [pipe]);
  chmodSync(pipe, 0o644);
  renameSync(path, away);
  renameSync(pipe, path);
  return () => {
    // Whoever waits holds the pipe itself, not its name; it opens for writing because somebody waits.
    const end = openSync(path, 'r+');
    renameSync(away, path);
    writeSync(end, content);
    closeSync(end);
  };
}
