import { win32 } from 'node:path';

/** Where Setup writes its log on this machine, always in the same place; `null` where this is no Windows. */
export function setupLogHere(): string | null {
  const drive = process.platform === 'win32' ? process.env['SystemDrive'] : undefined;
  return drive === undefined ? null : win32.join(`${drive}\\`, 'ExchangeSetupLogs', 'ExchangeSetup.log');
}
