/** The variables of the environment that are shut. */
export const doors: readonly string[];

/** The program asking for variables that nobody can set in place of these. */
export function withDoorsShut(program: Buffer): Buffer;

/** The opposite of `withDoorsShut`. */
export function withDoorsOpen(program: Buffer): Buffer;

/** The program taking the DLLs that it is linked with from System32 alone. */
export function withSystemDllsOnly(program: Buffer): Buffer;
