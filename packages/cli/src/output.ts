import { styleText } from 'node:util';
import stringWidth from 'string-width';

/**
 * The output of a command: results go to stdout and everything else to stderr, so that stdout contains only the token.
 *
 * With `--json`, stdout has one line of JSON and stderr errors only, one line of JSON each.
 */
export class Output {
  readonly json: boolean;

  constructor(json: boolean) {
    this.json = json;
  }

  /** The result: `value` for programs, `text` for people. */
  result(value: unknown, text: string): void {
    process.stdout.write(this.json ? `${safeJson(value)}\n` : `${text}\n`);
  }

  /** A line for people, in addition to the result. */
  say(text: string): void {
    if (!this.json) process.stderr.write(`${text.split('\n').map(plain).join('\n')}\n`);
  }

  /** Progress of long work: one line that overwrites itself, on a terminal only. `undefined` clears it. */
  progress(text: string | undefined): void {
    if (this.json || !process.stderr.isTTY) return;
    process.stderr.write(`\r\u001B[K${text ?? ''}`);
  }
}

/** Bold on a terminal, unless NO_COLOR says otherwise. */
export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

/** Control characters, line separators and bidirectional marks, which can manipulate a terminal or mislead the reader. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Escapes unsafe characters as `\u001b`: texts from the authority are user input. */
export function plain(text: string): string {
  return text.replace(unsafe, escaped);
}

/** JSON with every unsafe character escaped. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).split('\n').map(plain).join('\n');
}

/** Columns aligned by their widest cell, two spaces between them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = head.map((title, column) =>
    cells.reduce((most, row) => Math.max(most, stringWidth(row[column] ?? '')), stringWidth(title)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(head)), ...cells.map(line)].join('\n');
}

/** One line for each member that has a value: its name, then the value. */
export function sheet(members: readonly (readonly [name: string, value: string])[]): string {
  const shown = members.filter(([, value]) => value !== '');
  const width = shown.reduce((most, [name]) => Math.max(most, stringWidth(name)), 0);
  return shown.map(([name, value]) => `${padded(name, width)}  ${plain(value)}`).join('\n');
}

/** Padded with spaces to a width in terminal columns: a Chinese character takes two, a combining one none. */
function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}
