import { callsAtWork } from './calls-at-work.ts';

/**
 * Ends this process at once where a call of Windows hangs in it: everything else that ends a process waits for that
 * call first, for ever. Where none hangs it does nothing.
 */
export async function endWhileCallsHang(status: number): Promise<void> {
  if (callsAtWork() === 0 || process.platform !== 'win32') return;
  await Promise.all([process.stdout, process.stderr].map(written));
  const { endThisProcess } = await import('./server/windows/this-machine.ts');
  endThisProcess(status);
}

/** When everything said until now is out; also where nobody listens any more. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}
