import { recordAt, type Segment } from './segment.ts';
import type { PinWords } from './words.ts';

export const SEGMENTS = 256;

/** The location of a found pin's record. The same segment and place always mean the same record. */
export interface Found {
  readonly segment: Segment;
  /** In words; meaningless without records. */
  readonly place: number;
}

/** A set of pins as a checker uses it, in the writer's thread or another. */
export interface Pins {
  has(pin: PinWords): boolean;
  /** Like `has`, but with the record's location. */
  find(pin: PinWords): Found | undefined;
}

/** Chosen by the last byte of the pin's first half. The second word determines the slot. */
export function segmentIndex(pin: PinWords): number {
  return (pin[3] as number) & (SEGMENTS - 1);
}

export function recordText({ segment, place }: Found): string {
  const bytes = recordAt(segment, place);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
