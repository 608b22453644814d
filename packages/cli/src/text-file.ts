import { createWriteStream, realpathSync, renameSync, rmSync, statSync, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { CommandError } from './errors.ts';

/** Signals that end the process. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A new text file that only this user can read, written piece by piece. */
export class TextFile {
  /** As in messages. */
  readonly #file: string;
  readonly #target: string;
  readonly #written: string;
  readonly #stream: WriteStream;
  /** Deletes what was written, then lets the signal end the process as usual. */
  readonly #interrupt = (signal: NodeJS.Signals): void => {
    rmSync(this.#written, { force: true });
    process.kill(process.pid, signal);
  };

  /**
   * @param options.whole - The file appears under its name complete, or not at all. Only SIGKILL or a crash leaves an
   * incomplete file next to it, whose name ends with `.part`.
   */
  constructor(file: string, { whole = false }: { readonly whole?: boolean } = {}) {
    this.#file = file;
    this.#target = targetOf(file);
    // A rename would replace a pipe or device instead of writing to it.
    this.#written =
      whole && isReplaceable(this.#target) ? `${this.#target}.${process.pid}.part` : this.#target;
    this.#stream = createWriteStream(this.#written, { mode: 0o600, flush: whole });
    // `write` and `close` throw it; without a listener it would end the process.
    this.#stream.on('error', () => {});
    if (this.#written !== this.#target) for (const signal of endings) process.once(signal, this.#interrupt);
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
    if (this.#written !== this.#target) renameSync(this.#written, this.#target);
    this.#heedSignals();
  }

  /** Deletes what was written of a file that is to appear whole. */
  async abandon(): Promise<void> {
    this.#stream.destroy();
    await finished(this.#stream).catch(() => {});
    if (this.#written !== this.#target) rmSync(this.#written, { force: true });
    this.#heedSignals();
  }

  /** There is nothing to delete anymore. */
  #heedSignals(): void {
    for (const signal of endings) process.off(signal, this.#interrupt);
  }

  #assertWritable(): void {
    const error: NodeJS.ErrnoException | null = this.#stream.errored;
    if (error === null) return;
    throw new CommandError('usage', `${this.#file} can't be written (${error.code}). Name another file.`, {
      cause: error,
    });
  }
}

/** The file that a link leads to. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function isReplaceable(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() !== false;
}
