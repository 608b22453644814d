import { join } from 'node:path';
import type { AlgorithmName } from '@lostwax/core';
import { type Measurer, startMeasurer } from '../measurer.ts';
import type { KeySourceOrder, KeySourceReport, KeySourceSetUp } from './key-source.ts';

interface Source {
  readonly process: Measurer<KeySourceOrder, KeySourceReport>;
  published?: { readonly keys: number; readonly report: KeySourceReport };
}

/** One key source per algorithm, started on first use. */
export class Sources {
  readonly #sources = new Map<AlgorithmName, Source>();

  /** Publishes this many keys. A million take a few seconds; if they are already published, it returns at once. */
  async publish(algorithm: AlgorithmName, keys: number): Promise<KeySourceReport> {
    const source = await this.#source(algorithm);
    if (source.published?.keys !== keys)
      source.published = { keys, report: await source.process.ask({ keys }) };
    return source.published.report;
  }

  async stop(): Promise<void> {
    for (const { process } of this.#sources.values()) await process.stop();
  }

  async #source(algorithm: AlgorithmName): Promise<Source> {
    const running = this.#sources.get(algorithm);
    if (running !== undefined) return running;
    const file = join(import.meta.dirname, 'key-source.ts');
    const setUp: KeySourceSetUp = { algorithm };
    const source: Source = { process: await startMeasurer<KeySourceOrder, KeySourceReport>(file, setUp) };
    this.#sources.set(algorithm, source);
    return source;
  }
}
