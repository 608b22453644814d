import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import {
  type FeedTarget,
  headText,
  isSameHistory,
  type Position,
  parseFeedPath,
  parsePosition,
  positionText,
  SNAPSHOT_TYPE,
} from '@lostwax/contract';
import { assertAnyOf } from '../domain/access/assert-any-of.ts';
import type { Domain } from '../domain/use-cases.ts';
import { keepsAfter } from '../domain/workspaces/keeps-after.ts';
import { AuthorityError } from '../errors.ts';
import { sendError } from '../publish/answer.ts';
import { bearerOf } from '../web/bearer.ts';
import { AnonymousStreams } from './anonymous-streams.ts';
import { headOf } from './changes.ts';
import type { FeedOfWorkspace, Feeds } from './feeds.ts';
import { rangeOf } from './range.ts';
import type { OpenSnapshot } from './snapshots.ts';

/** How often a stream of the full feed checks that its key is still valid. */
const RECHECK_MILLISECONDS = 5_000;
/** A download that stalls for this long is dropped, because it keeps a file open. */
const STALLED_MILLISECONDS = 30_000;

interface Request extends FeedTarget {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

/**
 * Serves both feeds of every workspace (spec/feed.md).
 *
 * @param failed - Called with each error; `requestId` is the one in the problem that was sent.
 * @param addressOf - Returns the client address of a request, also through proxies.
 * @param anonymous - Counts the streams of unregistered readers.
 * @returns A listener that answers requests for a feed and reports whether it did.
 */
export function createFeedHandler(
  feeds: Feeds,
  domain: Domain,
  failed: (error: unknown, requestId: string) => void,
  addressOf: (incoming: IncomingMessage) => string | null,
  anonymous: AnonymousStreams = new AnonymousStreams(),
): (incoming: IncomingMessage, response: ServerResponse) => boolean {
  const admit: Admit = (incoming, response, isRegistered) => {
    if (!isRegistered) anonymous.admit(response, addressOf(incoming) ?? '');
  };
  return (incoming, response) => {
    const [path = '', search] = (incoming.url ?? '').split(/\?(.*)/s, 2);
    const target = parseFeedPath(path);
    if (target === undefined) return false;
    const request: Request = { incoming, response, ...target, query: new URLSearchParams(search) };
    answer(request, feeds, domain, admit).catch((error: unknown) => {
      // A reader that disconnected isn't a failure.
      if (response.destroyed) return;
      const problem = error instanceof AuthorityError ? error : unreadable(error);
      const requestId = sendError(response, problem);
      if (problem.code === 'storage_unavailable') failed(error, requestId);
    });
    return true;
  };
}

function unreadable(cause: unknown): AuthorityError {
  return new AuthorityError(
    'storage_unavailable',
    "The authority cannot read its database, or has no space for a snapshot. Keep your key set and try again. If the problem persists, check the authority's disk.",
    { cause },
  );
}

/** Throws if there are too many readers. */
type Admit = (incoming: IncomingMessage, response: ServerResponse, isRegistered: boolean) => void;

async function answer(request: Request, feeds: Feeds, domain: Domain, admit: Admit): Promise<void> {
  const { incoming, response, workspace: slug, kind, part } = request;
  if (incoming.method !== 'GET' && incoming.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    throw new AuthorityError('method_not_allowed', 'This path accepts only GET.');
  }
  // Before anything about the workspace is revealed.
  if (kind === 'full') await assertReader(request, domain);
  const feed = await feeds.of(slug, kind);
  // Always: it shows gates that the authority has gone back.
  if (part === 'head') return sendHead(request, feed);
  if (part === 'changes') return sendChanges(request, feed, domain, admit);
  feed.assertCurrent();
  await sendSnapshot(request, feed);
}

/** @throws {@link AuthorityError} `unauthenticated`, `invalid_key`, `insufficient_scope`. */
async function assertReader({ incoming, workspace }: Request, domain: Domain): Promise<void> {
  assertAnyOf(await domain.authenticate(bearerOf(incoming)), ['feed:read'], workspace);
}

/** Read from the store on each request: a verifier's freshness depends on it. */
async function sendHead({ response, query }: Request, feed: FeedOfWorkspace): Promise<void> {
  const head = await headOf(feed.store.read, feed.workspace.id);
  const reader = query.get('reader');
  const applied = parsePosition(query.get('applied'));
  if (reader !== null && (await takeReport(feed, reader, applied, head)) && applied !== undefined)
    feed.seen(reader, applied);
  const text = headText({ position: head, issuer: feed.workspace.issuer });
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
    })
    .end(text);
}

/**
 * Takes what a reader says it has applied; undefined if it has nothing yet.
 *
 * @returns Whether that position is in the history of `head`, and the changes after it are kept.
 */
async function takeReport(
  feed: FeedOfWorkspace,
  reader: string | null,
  applied: Position | undefined,
  head: Position,
): Promise<boolean> {
  const keeps =
    applied !== undefined && (await keepsAfter(feed.store.read, feed.workspace.id, applied, head));
  if (reader === null) return keeps;
  // One of this history whose changes differ has seen some that are lost, unless its set is damaged.
  if (applied === undefined || keeps || applied.epoch < head.epoch) feed.heard(reader);
  else if (isAhead(applied, head)) feed.ahead(reader, applied);
  return keeps;
}

async function sendChanges(
  request: Request,
  feed: FeedOfWorkspace,
  domain: Domain,
  admit: Admit,
): Promise<void> {
  const { incoming, response, query, kind } = request;
  const since = parsePosition(incoming.headers['last-event-id']?.toString() ?? query.get('since'));
  if (since === undefined) {
    throw new AuthorityError(
      'invalid_request',
      'Set ?since=<lineage>.<epoch>.<seq>.<digest> to the position of your snapshot, as in its ETag. Two-part positions from earlier versions are no longer accepted: update the gate or verifier.',
    );
  }
  const head = await headOf(feed.store.read, feed.workspace.id);
  const keeps = await takeReport(feed, query.get('reader'), since, head);
  feed.assertCurrent();
  if (isAhead(since, head)) {
    throw new AuthorityError(
      'position_ahead',
      `The authority is at ${positionText(head)}, which is not later than ${positionText(since)}: it has lost changes. If an older copy was put in place, stop the authority and run "lostwax restore" on its machine; until then, keep your key set.`,
    );
  }
  if (!keeps) {
    throw new AuthorityError(
      'position_gone',
      `The changes after ${positionText(since)} are no longer kept, or that position is from another history. Fetch the snapshot and continue from its position.`,
    );
  }
  // A client that disconnected meanwhile emits no `close` any more.
  if (response.destroyed) return;
  // A reader of the full feed has presented a key.
  admit(incoming, response, kind === 'full' || feed.isRegistered(query.get('reader')));
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  if (incoming.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  feed.broadcast.join(response, since);
  if (kind === 'full') endWithItsKey(request, domain);
}

/**
 * Reports whether a position can't belong to the past of `head`: it is later in the history, or in
 * a history that didn't begin earlier.
 */
function isAhead(position: Position, head: Position): boolean {
  if (isSameHistory(position, head)) return position.seq > head.seq;
  return position.epoch >= head.epoch;
}

/** A stream can outlive the validity of its key. */
function endWithItsKey(request: Request, domain: Domain): void {
  const { response } = request;
  const recheck = setInterval(() => {
    assertReader(request, domain).catch(() => response.destroy());
  }, RECHECK_MILLISECONDS).unref();
  response.once('close', () => clearInterval(recheck));
}

async function sendSnapshot(request: Request, feed: FeedOfWorkspace): Promise<void> {
  const snapshot = await feed.snapshots.open();
  try {
    await sendFile(request, snapshot);
  } finally {
    await snapshot.handle.close();
  }
}

async function sendFile({ incoming, response, kind }: Request, snapshot: OpenSnapshot): Promise<void> {
  const { handle, bytes, position } = snapshot;
  const isHead = incoming.method === 'HEAD';
  const etag = `"${positionText(position)}"`;
  // A range has a meaning only in a GET (RFC 9110 §14.2).
  const wanted = isHead ? undefined : incoming.headers.range;
  const range = rangeOf(wanted, incoming.headers['if-range']?.toString(), etag, bytes);
  const headers = {
    'content-type': SNAPSHOT_TYPE,
    'cache-control': kind === 'full' ? 'no-store' : 'no-cache',
    etag,
    'accept-ranges': 'bytes',
  };
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${bytes}`);
    throw new AuthorityError(
      'range_not_satisfiable',
      `The snapshot has ${bytes} bytes, so the range ${wanted} is past its end. Request it without a range.`,
    );
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    'content-length': end - start + 1,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${bytes}` }),
  });
  if (isHead) {
    response.end();
    return;
  }
  response.setTimeout(STALLED_MILLISECONDS, () => response.destroy());
  await pipeline(handle.createReadStream({ start, end, highWaterMark: 1 << 20 }), response);
}
