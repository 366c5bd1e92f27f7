import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { practiceFolder } from '../../../electron/server/open-server.ts';
import type { PracticeState } from '../../../electron/server/practice/state.ts';
import { stateFile } from '../../../electron/server/practice/store.ts';
import { thumbprint } from '../../../shared/thumbprint.ts';

/** Changes the practice server of a data folder behind the window's back. */
export function changeServer(data: string, change: (state: PracticeState) => void): void {
  const path = join(data, practiceFolder, stateFile);
  const state = JSON.parse(readFileSync(path, 'utf8')) as PracticeState;
  change(state);
  writeFileSync(path, JSON.stringify(state));
}

/** As if somebody had bound the certificate for managing IIS to the first endpoint. */
export function bindAnother({ records, certificates }: PracticeState): void {
  const [first] = records;
  const other = certificates.find(({ friendlyName }) => friendlyName === 'WMSVC-SHA2');
  if (first === undefined || other === undefined) throw new Error('Every scenario has both');
  const { fingerprint } = new X509Certificate(Buffer.from(other.der, 'base64'));
  records[0] = { ...first, thumbprint: thumbprint(fingerprint.replaceAll(':', '')) };
}

/** As if the power had gone right after the last event of this kind was written down. */
export function cutJournalAfter(data: string, event: string): void {
  const path = join(data, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.includes(`"${event}"`));
  writeFileSync(path, `${lines.slice(0, last + 1).join('\n')}\n`);
}
