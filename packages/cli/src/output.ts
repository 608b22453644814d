import { styleText } from 'node:util';

/**
 * Where a command speaks: results go to stdout, all else to stderr, so that a token stands on stdout alone.
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
    process.stdout.write(this.json ? `${JSON.stringify(value)}\n` : `${text}\n`);
  }

  /** A line for people beside the result. */
  say(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }

  /** How far long work has come: one line that overwrites itself, on a terminal only. `undefined` takes it away. */
  progress(text: string | undefined): void {
    if (this.json || !process.stderr.isTTY) return;
    process.stderr.write(`\r\u001B[K${text ?? ''}`);
  }
}

/** Bold on a terminal, unless NO_COLOR says otherwise. */
export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

/**
 * Texts of others as a terminal may have them: what the authority holds was typed by somebody, and a terminal obeys control
 * characters and the marks that turn the direction of writing.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\u{FFFD}');
}

/** Columns aligned by their widest cell, two spaces between them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = head.map((title, column) =>
    cells.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), title.length),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(head)), ...cells.map(line)].join('\n');
}

/** One line for each member that has a value: its name, then the value. */
export function sheet(members: readonly (readonly [name: string, value: string])[]): string {
  const shown = members.filter(([, value]) => value !== '');
  const width = shown.reduce((most, [name]) => Math.max(most, name.length), 0);
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${plain(value)}`).join('\n');
}
