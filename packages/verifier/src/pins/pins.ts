import { recordAt, type Segment } from './segment.ts';
import type { PinWords } from './words.ts';

/** Parts of a table. */
export const SEGMENTS = 256;

/** Where the record of a found pin lies. Two finds with the same segment and place are of the same record. */
export interface Found {
  readonly segment: Segment;
  /** In words; meaningless without records. */
  readonly place: number;
}

/** A set of pins as a checker asks it, in the writer's thread or another. */
export interface Pins {
  has(pin: PinWords): boolean;
  /** As `has`, with the record's place. */
  find(pin: PinWords): Found | undefined;
}

/** By the last byte of the pin's first half; the slot goes by its second word. */
export function segmentIndex(pin: PinWords): number {
  return (pin[3] as number) & (SEGMENTS - 1);
}

/** The JSON text of a record. */
export function recordText({ segment, place }: Found): string {
  const bytes = recordAt(segment, place);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
