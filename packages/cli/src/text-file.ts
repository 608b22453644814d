import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { CommandError } from './errors.ts';

/** A new text file that only this user can read, written piece by piece. */
export class TextFile {
  readonly #file: string;
  readonly #stream: WriteStream;

  constructor(file: string) {
    this.#file = file;
    this.#stream = createWriteStream(file, { mode: 0o600 });
    // `write` and `close` throw it; without a listener it would end the process.
    this.#stream.on('error', () => {});
  }

  /** Waits while the disk is behind. @throws {@link CommandError} `usage` if the file can't be written. */
  async write(text: string): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#stream.write(text, () => resolve())) resolve();
    });
    this.#assertWritable();
  }

  /** @throws {@link CommandError} `usage` if the file can't be written. */
  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch(() => {});
    this.#assertWritable();
  }

  #assertWritable(): void {
    const error: NodeJS.ErrnoException | null = this.#stream.errored;
    if (error === null) return;
    throw new CommandError('usage', `${this.#file} can't be written (${error.code}). Name another file.`, {
      cause: error,
    });
  }
}
