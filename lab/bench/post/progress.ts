const WIDTH = 24;

/** Progress through the steps: a single line that overwrites itself on a terminal, one line per step elsewhere. */
export class Progress {
  readonly #steps: number;
  readonly #terminal = process.stderr.isTTY;
  readonly #began = performance.now();

  constructor(steps: number) {
    this.#steps = steps;
  }

  /** @param doing - The next step. */
  show(done: number, doing: string): void {
    const filled = Math.round((WIDTH * done) / this.#steps);
    const bar = '#'.repeat(filled).padEnd(WIDTH, '.');
    const minutes = ((performance.now() - this.#began) / 60_000).toFixed(1);
    const text = `[${bar}] ${done} of ${this.#steps}, ${minutes} min, ${doing}`;
    process.stderr.write(this.#terminal ? `\r\u001B[K${text}` : `${text}\n`);
  }

  end(): void {
    if (this.#terminal) process.stderr.write('\r\u001B[K');
  }
}
