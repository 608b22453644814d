/**
 * Reads and checks transcripts, which are data files: `testdata/*.txt`.
 *
 * A step is a line `$ command` followed by its expected output: stdout unchanged, stderr prefixed with `! `, and the exit code as
 * `[1]` if it isn't 0. A blank line ends the step; lines starting with `#` before a step are comments. A placeholder such as
 * `<KEY_ID>` matches any text of its kind; `<KEY_ID_2>` is another placeholder of the same kind. A placeholder keeps the text
 * that it matched first, in commands too. Two or more spaces count as two, since columns are as wide as their widest cell.
 */
export interface Step {
  readonly line: number;
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

const kinds: Readonly<Record<string, string>> = {
  KEY_ID: '[a-z][a-z0-9_]{1,15}_[0-9a-f]{2}_[0-9A-Za-z]{22}',
  READER: 'rdr_[\\w-]{24}',
  TOKEN: 'eyJraWQi[\\w-]+\\.[\\w-]+\\.[\\w-]+',
  ENDING: '[\\w-]{6}',
  HASH: '[0-9a-f]{64}',
  TIME: '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC',
  TEXT: '[^\\n]*',
  POSITION: '[0-9a-f]{16}[.][0-9]+[.][0-9]+[.][A-Za-z0-9_-]{22}',
};
/** These match a different text each time. */
const passing = new Set(['TIME', 'TEXT', 'POSITION']);
const placeholder = /<([A-Z]+(?:_[A-Z]+)*)(_\d)?>/g;

export function parseTranscript(text: string): Step[] {
  const steps: Step[] = [];
  let at = 0;
  for (const block of text.split(/\n\n+/)) {
    const lines = block.split('\n').map((line, index) => ({ line, number: at + index + 1 }));
    at += lines.length + 1;
    const begin = lines.findIndex(({ line }) => line !== '' && !line.startsWith('#'));
    const [first, ...said] = begin === -1 ? [] : lines.slice(begin).filter(({ line }) => line !== '');
    if (first === undefined) continue;
    if (!first.line.startsWith('$ ')) throw new Error(`Line ${first.number} must begin with "$ ".`);
    const code = said.find(({ line }) => /^\[\d+\]$/.test(line));
    const written = said.filter((it) => it !== code).map(({ line }) => line);
    steps.push({
      line: first.number,
      command: first.line.slice(2),
      stdout: written.filter((line) => !line.startsWith('!')).join('\n'),
      stderr: written.flatMap((line) => (line.startsWith('!') ? [line.replace(/^! ?/, '')] : [])).join('\n'),
      code: code === undefined ? 0 : Number(code.line.slice(1, -1)),
    });
  }
  return steps;
}

/** A command with its placeholders replaced. */
export function fill(command: string, known: ReadonlyMap<string, string>): string {
  return command.replace(placeholder, (whole) => known.get(whole) ?? whole);
}

/**
 * Checks whether a program printed what was expected; text that placeholders matched is added to `known`.
 *
 * @returns Undefined, or both texts for a person to compare.
 */
export function mismatch(expected: string, actual: string, known: Map<string, string>): string | undefined {
  const shown = squeeze(actual);
  const names: string[] = [];
  const pattern = squeeze(expected).split(placeholder);
  let source = '';
  for (let index = 0; index < pattern.length; index += 3) {
    source += literal(pattern[index] ?? '');
    const kind = pattern[index + 1];
    if (kind !== undefined) source += slot(kind, `<${kind}${pattern[index + 2] ?? ''}>`, known, names);
  }
  const match = new RegExp(`^${source}$`).exec(shown);
  if (match === null) return `expected:\n${squeeze(expected)}\n\nwritten:\n${shown}\n`;
  for (const [index, name] of names.entries()) known.set(name, match[index + 1] ?? '');
  return undefined;
}

function slot(kind: string, name: string, known: ReadonlyMap<string, string>, names: string[]): string {
  const value = known.get(name);
  if (value !== undefined) return literal(value);
  const form = kinds[kind];
  if (form === undefined) throw new Error(`There is no placeholder ${name}.`);
  if (passing.has(kind)) return `(?:${form})`;
  const before = names.indexOf(name);
  if (before !== -1) return `\\${before + 1}`;
  names.push(name);
  return `(${form})`;
}

function squeeze(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().replace(/(\S) {2,}/g, '$1  '))
    .join('\n');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
