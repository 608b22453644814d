import { TargetError } from '../errors.ts';

/** What `lostwax pins` keeps in a configuration of agentgateway. */
export interface Kept {
  /** Of the last whole replacement; empty before the first. */
  readonly stamp: string;
  /** Seconds since the Unix epoch. */
  readonly deadline: number;
  /** One list item of YAML each. */
  readonly lines: readonly string[];
}

const deadlinePlace = /^(.*timestamp\(")([^"\n]*)("\).*# lostwax-deadline[ \t]*)$/gm;
const keysPlace = /^([ \t]*)# lostwax-keys([ \t]+\S+)?[ \t]*\n((?:.*\n)*?)[ \t]*# lostwax-keys-end[ \t]*$/gm;

/** @throws {@link TargetError} for a file without exactly one place for the keys and one for the deadline. */
export function readKept(text: string): Kept {
  const [, , time = ''] = only(text, deadlinePlace, '# lostwax-deadline');
  const [, , stamp = '', list = ''] = only(text, keysPlace, '# lostwax-keys');
  const seconds = Date.parse(time) / 1_000;
  return {
    stamp: stamp.trim(),
    deadline: Number.isNaN(seconds) ? 0 : seconds,
    lines: list.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()])),
  };
}

/** Returns the text with both places replaced. @throws {@link TargetError} as {@link readKept}. */
export function withKept(text: string, { stamp, deadline, lines }: Kept): string {
  readKept(text);
  return text
    .replace(deadlinePlace, (_, before, __, after) => `${before}${timeText(deadline)}${after}`)
    .replace(keysPlace, (_, space: string) =>
      [`# lostwax-keys ${stamp}`.trimEnd(), ...lines, '# lostwax-keys-end']
        .map((line) => space + line)
        .join('\n'),
    );
}

/** In the form that CEL's `timestamp` reads. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace('.000', '');
}

function only(text: string, place: RegExp, name: string): RegExpMatchArray {
  const [found, ...more] = text.matchAll(place);
  if (found !== undefined && more.length === 0) return found;
  throw new TargetError(
    `The file has ${more.length === 0 ? 'no line' : 'several lines'} "${name}". Print it with "lostwax gateway agentgateway --mode pins".`,
  );
}
