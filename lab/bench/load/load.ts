import { join } from 'node:path';
import { type Measurer, startMeasurer } from '../measurer.ts';
import type { LoadOrder, LoadReport } from './generator.ts';

/** A load generator. */
export type Load = Measurer<LoadOrder, LoadReport>;

export function startLoad(): Promise<Load> {
  return startMeasurer(join(import.meta.dirname, 'generator.ts'), null);
}

/** The header line of a request with a key. */
export function withKey(token: string): string {
  return `Authorization: Bearer ${token}`;
}
