import { type EntryRecord, OAUTH_CLIENT, PIN_BYTES, parsePin } from '@lostwax/contract';
import { VerifierError } from './errors.ts';
import type { IssuerStatus } from './events.ts';
import { allHeard } from './first-word.ts';
import { FollowedIssuer } from './followed-issuer.ts';
import type { EarlyReader } from './follower/snapshot.ts';
import { methods } from './methods/table.ts';
import { assertNode } from './node-version.ts';
import type { IssuerOptions, VerifierOptions } from './options.ts';
import { SEGMENTS } from './pins/pins.ts';
import { readOptions, readyTime } from './read-options.ts';
import { UptimeClock } from './uptime-clock.ts';

/** Options of {@link followKeys}. `feedKey` is required, because only the full feed has records. */
export interface FollowKeysOptions
  extends IssuerOptions,
    Pick<
      VerifierOptions,
      'maxStaleSeconds' | 'cacheDirectory' | 'allowHttp' | 'maxSnapshotBytes' | 'onEvent'
    > {
  readonly feedKey: string;
  readonly listener: KeyListener;
}

/** Called after each change, in order. The functions must be fast and must not throw. */
export interface KeyListener {
  /** The whole set is another one: read it again. */
  readonly replaced: () => void;
  /** A key entered the set. */
  readonly added: (entry: EntryRecord) => void;
  /** A key left the set. @param entry - Its record until then. */
  readonly removed: (entry: EntryRecord) => void;
  /** The set was confirmed: {@link FollowedKeys.ageSeconds} is small again. */
  readonly confirmed: () => void;
  /**
   * Gets the first set while its snapshot is still being read. Nothing that it gets may count before the first call of
   * `replaced`, which says that the snapshot is complete, and that the set is what has been read since the last call of
   * `began`. If there was none, the set came in another way.
   */
  readonly early?: EarlyReader;
}

/** The keys of one workspace that are sent as text, kept up to date. */
export interface FollowedKeys {
  /**
   * Every key whose pin is that of a text, in no meaningful order: in 256 parts, so that a caller can do something else in
   * between. What changes after the first part has been read may be in a later part or not.
   */
  parts(): Iterable<readonly EntryRecord[]>;
  /** The key with this pin, in base64url, if there is one. */
  find(pin: string): EntryRecord | undefined;
  /** Seconds since the head request was sent that confirmed the set (spec/feed.md §6); Infinity if unconfirmed. */
  ageSeconds(): number;
  status(): IssuerStatus;
  /** As {@link Verifier.asked}. @throws {@link VerifierError} `misconfigured`. */
  asked(timeoutSeconds?: number): Promise<void>;
  close(): Promise<void>;
}

const ASKED_SECONDS = 5;

/**
 * Follows the full feed of one workspace for a program that keeps a copy of the set elsewhere, such as inside
 * a gateway. To check keys, use `createVerifier`.
 *
 * @throws {@link VerifierError} `options_invalid`. Never for network failures.
 */
export function followKeys(options: FollowKeysOptions): FollowedKeys {
  assertNode();
  const { listener, maxStaleSeconds, cacheDirectory, allowHttp, maxSnapshotBytes, onEvent, ...issuer } =
    options;
  const common = { maxStaleSeconds, cacheDirectory, allowHttp, maxSnapshotBytes, onEvent };
  const given = Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined));
  const read = readOptions({ ...given, issuers: [issuer] });
  const [only] = read.issuers;
  if (only?.feedKey === undefined)
    throw new VerifierError('options_invalid', 'The keys cannot be followed: "feedKey" is required.');
  const clock = new UptimeClock();
  const followed = new FollowedIssuer(
    only,
    {
      ...read,
      listener: {
        replaced: listener.replaced,
        confirmed: listener.confirmed,
        added: (record) => tell(record, listener.added),
        removed: (record) => tell(record, listener.removed),
        early: listener.early && textsOf(listener.early),
      },
    },
    clock,
  );
  return {
    *parts() {
      for (let segment = 0; segment < SEGMENTS; segment++) {
        const part: EntryRecord[] = [];
        followed.eachRecord(segment, (record) => tell(record, (entry) => part.push(entry)));
        yield part;
      }
    },
    find(text) {
      const pin = parsePin(text, PIN_BYTES);
      const record = pin && followed.recordOf(pin);
      return record === undefined ? undefined : textEntry(record);
    },
    ageSeconds: () => followed.checked.freshness.ageSeconds(clock.now()),
    status: () => followed.status(),
    asked: async (timeoutSeconds = ASKED_SECONDS) =>
      allHeard([followed.firstWord], readyTime(timeoutSeconds)),
    close: () => followed.close(),
  };
}

/** Leaves out what no request carries as text. */
function textsOf({ began, read }: EarlyReader): EarlyReader {
  return { began, read: (entries) => read(entries.filter(isText)) };
}

function tell(record: string, take: (entry: EntryRecord) => void): void {
  const entry = textEntry(record);
  if (entry !== undefined) take(entry);
}

/** Undefined if it is no text. The follower has checked the members (contract's `isWholeEntry`). */
function textEntry(record: string): EntryRecord | undefined {
  const entry = JSON.parse(record) as EntryRecord;
  return isText(entry) ? entry : undefined;
}

/** False for certificates and the records of OAuth clients, which no request carries as text. */
function isText({ method }: EntryRecord): boolean {
  return method !== OAUTH_CLIENT && methods.get(method)?.presentedAs === 'text';
}
