import type { Background, Call, Handle, Out, Pointer, Win32 } from './win32.ts';

/** What is called of Windows besides, to judge a Setup and to start it, by the names of its headers. */
export type SetupCalls = ReturnType<typeof setupCalls>;

/** All that is called of Windows where Setup may be started. */
export type Win32WithSetup = Win32 & SetupCalls;

/** Apart from the rest, so that a program which never starts a Setup does not hold what starts one. Throws `MissingFromWindows`. */
export function setupCalls({ library }: Win32) {
  const kernel32 = library('kernel32.dll');
  const userenv = library('userenv.dll');
  const wintrust = library('wintrust.dll');
  return {
    CreateProcessW: kernel32.background(
      'int32 __stdcall CreateProcessW(str16 program, void *line, void *process, void *thread, int32 inherit, uint32 flags, void *environment, str16 folder, void *startup, void *made)',
    ) as Background<
      [string, Uint8Array, null, null, number, number, Uint8Array, string, Uint8Array, Uint8Array]
    >,
    GetExitCodeProcess: kernel32.call(
      'int32 __stdcall GetExitCodeProcess(intptr process, _Out_ uint32 *status)',
    ) as Call<[Handle, Out<number>]>,
    CreateEnvironmentBlock: userenv.call(
      'int32 __stdcall CreateEnvironmentBlock(_Out_ void **block, intptr token, int32 inherit)',
    ) as Call<[Out<Pointer | null>, number, number]>,
    DestroyEnvironmentBlock: userenv.call('int32 __stdcall DestroyEnvironmentBlock(void *block)') as Call<
      [Pointer]
    >,
    WinVerifyTrust: wintrust.background(
      'int32 __stdcall WinVerifyTrust(intptr window, void *action, void *data)',
    ) as Background<[Handle, Pointer, Pointer]>,
    WTHelperProvDataFromStateData: wintrust.call(
      'void *__stdcall WTHelperProvDataFromStateData(intptr state)',
    ) as Call<[Handle], Pointer | null>,
    WTHelperGetProvSignerFromChain: wintrust.call(
      'void *__stdcall WTHelperGetProvSignerFromChain(void *provider, uint32 signer, int32 counter, uint32 counterSigner)',
    ) as Call<[Pointer, number, number, number], Pointer | null>,
    WTHelperGetProvCertFromChain: wintrust.call(
      'void *__stdcall WTHelperGetProvCertFromChain(void *signer, uint32 index)',
    ) as Call<[Pointer, number], Pointer | null>,
  };
}
