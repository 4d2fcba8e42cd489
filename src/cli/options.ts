import { parseArgs, type ParseArgsConfig } from 'node:util';
import { BadInput } from './badInput';

/** `--seed -1` as `--seed=-1`: a negative number is a value, which its own check then names, and no option. */
const joinNegatives = (args: string[], options: object): string[] =>
  args.flatMap((arg, i) => {
    const isValue = (at: number): boolean =>
      /^-\.?\d/.test(args[at] ?? '') && args[at - 1]?.startsWith('--') && args[at - 1].slice(2) in options;
    return isValue(i) ? [] : isValue(i + 1) ? [`${arg}=${args[i + 1]}`] : [arg];
  });

/** `parseArgs` whose complaints are one line for the user. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args: joinNegatives(args, options), options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new BadInput(`${error instanceof Error ? error.message.split('\n')[0] : String(error)} (initlab --help)`);
  }
}

/** A whole number of an option, within bounds. */
export function wholeNumber(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < least || value > most)
    throw new BadInput(`--${option}: expected an integer from ${least} to ${most}, got ${JSON.stringify(text)}.`);
  return value;
}

/** One of a fixed list of words of an option. */
export function oneOf<W extends string>(option: string, text: string, words: readonly W[]): W {
  const word = words.find((one) => one === text);
  if (word === undefined)
    throw new BadInput(`--${option}: expected one of ${words.join(', ')}, got ${JSON.stringify(text)}.`);
  return word;
}
