import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from './step.ts';

/** Increment when what a step measures changes, so that older results aren't mixed in. */
const VERSION = 1;

interface Kept {
  readonly series: string;
  readonly step: Step;
}

/** Results of steps, kept in one file per set of parameters, so that an interrupted run can resume. */
export class KeptSteps {
  readonly file: string;
  readonly #kept: Kept[];

  constructor(folder: string, parameters: Readonly<Record<string, unknown>>) {
    const text = JSON.stringify({ VERSION, ...parameters });
    const key = createHash('sha256').update(text).digest('hex').slice(0, 12);
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, `post-${key}.json`);
    this.#kept = read(this.file);
  }

  get count(): number {
    return this.#kept.length;
  }

  find(series: string, keys: number): Step | undefined {
    return this.#kept.find((kept) => kept.series === series && kept.step.keys === keys)?.step;
  }

  add(series: string, step: Step): void {
    this.#kept.push({ series, step });
    const half = `${this.file}.${process.pid}`;
    writeFileSync(half, JSON.stringify(this.#kept, null, 1));
    renameSync(half, this.file);
  }
}

function read(file: string): Kept[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept[];
  } catch {
    return [];
  }
}
