import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

/** A mistake in what was typed: said in one sentence with what exists, exit status 64. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** An option with its value, or a word that stands alone. */
interface Word {
  readonly option: string | null;
  readonly value: string | null;
}

export interface Arguments {
  /** In the order they were typed. */
  readonly words: readonly Word[];
  has(option: string): boolean;
  /** The last value of an option; `null` when it was not given. */
  value(option: string): string | null;
  /** The same; throws a UsageError when it was not given. */
  required(option: string, what: string): string;
}

/**
 * The words after a command.
 * @throws UsageError naming the options that exist
 */
export function parseArguments(
  command: string,
  words: readonly string[],
  options: Options,
  positionals: 'no-positionals' | 'positionals',
): Arguments {
  const tokens = tokensOf(command, words, options, positionals);
  const typed = tokens.flatMap((token): readonly Word[] => {
    if (token.kind === 'option') return [{ option: token.name, value: token.value ?? null }];
    return token.kind === 'positional' ? [{ option: null, value: token.value }] : [];
  });
  const value = (option: string) => typed.findLast((word) => word.option === option)?.value ?? null;
  return {
    words: typed,
    has: (option) => typed.some((word) => word.option === option),
    value,
    required(option, what) {
      const given = value(option);
      if (given !== null && given !== '') return given;
      throw new UsageError(`${command} needs --${option} ${what}.`);
    },
  };
}

function tokensOf(
  command: string,
  words: readonly string[],
  options: Options,
  positionals: 'no-positionals' | 'positionals',
) {
  try {
    const allowPositionals = positionals === 'positionals';
    return parseArgs({ args: [...words], options, allowPositionals, strict: true, tokens: true }).tokens;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const known = Object.keys(options)
      .map((name) => `--${name}`)
      .join(', ');
    // The library's first sentence names the word that is wrong; what follows advises on its own syntax.
    const [first = ''] = error.message.split(/\.\s/);
    throw new UsageError(`${command}: ${first.replace(/\.$/, '')}. It knows ${known}.`);
  }
}
