export {
  httpUrl,
  isInList,
  isLoopback,
  isNetwork,
  networkList,
  plainAddress,
  withoutBrackets,
} from './address.ts';
export { AUDIT_BEGINNING, type AuditMembers, auditHash, auditTextsHash } from './audit.ts';
export { BackOff, type BackOffOptions } from './back-off.ts';
export {
  certificateHeaderName,
  certificateIn,
  memberOfXfcc,
  onlyHeader,
  XFCC,
} from './certificate-header.ts';
export { EMPTY_DIGEST, SetDigest } from './digest.ts';
export {
  type EntryRecord,
  entryText,
  FRAME_BYTES,
  frameEnd,
  frameOf,
  isInDigest,
  isWholeEntry,
  MOST_ENTRY_BYTES,
  parseEntry,
  removedEntryText,
  type UnreadEntry,
  type WithPin,
} from './entry.ts';
export {
  type EventFault,
  eventText,
  type FeedEvent,
  HEARTBEAT,
  MOST_EVENT_CHARACTERS,
  parseEvent,
  type RawEvent,
} from './event.ts';
export { EventStreamParser } from './event-stream.ts';
export { type FeedHead, headText, MOST_HEAD_BYTES, parseHead } from './head.ts';
export { type Issuer, isPrivateUrl, issuerText, parseIssuer, parseOrigin } from './issuer.ts';
export type { KnownSet, NamedKey } from './known-set.ts';
export { LimitError } from './limit-error.ts';
export { mapNow, type Now, whenKnown } from './now.ts';
export { ACCESS_TOKEN_TYPE, clientPin, OAUTH_CLIENT, oauthPaths, PROOF_ALGORITHMS } from './oauth-client.ts';
export { type FeedPart, type FeedTarget, feedPath, parseFeedPath } from './paths.ts';
export { HALF_PIN_BYTES, PIN_BYTES, parsePin, pinText } from './pin.ts';
export {
  MOST_POINTER_BYTES,
  MOST_SEGMENT_BYTES,
  POINTER_PATH,
  type Pointer,
  parsePointer,
  pointerText,
  segmentFile,
  snapshotFile,
  workspaceOfPointer,
} from './pointer.ts';
export {
  comparePositions,
  isSameHistory,
  type Position,
  parsePosition,
  positionForm,
  positionText,
} from './position.ts';
export {
  CHECKSUM_BYTES,
  type FeedKind,
  headerLength,
  MOST_HEADER_BYTES,
  PREAMBLE_BYTES,
  parseSnapshotHeader,
  SNAPSHOT_TYPE,
  type SnapshotHeader,
  snapshotStart,
} from './snapshot.ts';
