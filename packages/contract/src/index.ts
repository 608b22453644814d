export { checksumOf } from './checksum.ts';
export { EMPTY_DIGEST, HALF_PIN_BYTES, SetDigest } from './digest.ts';
export {
  comparePositions,
  isSameHistory,
  type Position,
  parsePosition,
  positionText,
} from './position.ts';
export {
  CHECKSUM_BYTES,
  type FeedKind,
  hasSnapshotMagic,
  MOST_HEADER_BYTES,
  PREAMBLE_BYTES,
  parseSnapshotHeader,
  type SnapshotHeader,
  snapshotStart,
} from './snapshot.ts';
