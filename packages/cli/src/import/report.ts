import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { CommandError } from '../errors.ts';

/** A line about one record. Never contains the key. */
export interface ReportLine {
  /** In the file, from 1; of a document, the place in its list. */
  readonly line: number;
  /** The ID of the key in the other system. */
  readonly id?: string;
  readonly [member: string]: unknown;
}

/** JSON Lines in a file that is made with its first line, so that nothing to report leaves no file. */
export class Report {
  readonly file: string;
  #stream: WriteStream | undefined;
  #error: Error | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /** Waits while the disk is behind. @throws {@link CommandError} `usage` if the file can't be written. */
  async add(line: ReportLine): Promise<void> {
    if (this.#stream === undefined) {
      this.#stream = createWriteStream(this.file, { mode: 0o600 });
      this.#stream.on('error', (error) => {
        this.#error = error;
      });
    }
    this.#assertWritable();
    if (!this.#stream.write(`${JSON.stringify(line)}\n`))
      await Promise.race([once(this.#stream, 'drain'), once(this.#stream, 'close')]);
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined) return;
    await new Promise<void>((resolve) => stream.end(() => resolve()).once('error', () => resolve()));
    this.#assertWritable();
  }

  #assertWritable(): void {
    if (this.#error === undefined) return;
    const { code } = this.#error as NodeJS.ErrnoException;
    throw new CommandError('usage', `${this.file} can't be written (${code}). Name another file.`, {
      cause: this.#error,
    });
  }
}
