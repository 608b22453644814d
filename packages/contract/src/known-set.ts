import type { Position } from './position.ts';
import type { FeedKind } from './snapshot.ts';

/** A key as a set of the full feed names it. */
export interface NamedKey {
  readonly keyId: string;
  readonly customer: string;
}

/**
 * The keys that were valid at one position, as a gate or a snapshot has them: evidence, for a restore, of what happened until
 * then. It answers no requests.
 */
export interface KnownSet {
  readonly issuer: string;
  /** The public feed has signed keys only, the full feed those of every method. */
  readonly feed: FeedKind;
  readonly position: Position;
  /**
   * When it was complete, in milliseconds since the Unix epoch: it contains nothing that happened later. Undefined if that is
   * unknown.
   */
  readonly completeAt: number | undefined;
  readonly size: number;
  /** @param pin - 32 bytes; a set of the public feed compares the first 16. */
  has(pin: Uint8Array): boolean;
  /** Key IDs and customers; none in a set of the public feed. */
  keys(): Iterable<NamedKey>;
}
