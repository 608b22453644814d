import type { IncomingMessage, ServerResponse } from 'node:http';
import { parsePosition } from '@lostwax/contract';
import type { Sighting } from '../domain/readers/watch.ts';
import { AuthorityError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { cacheControl, sendDocument, sendError } from './answer.ts';
import { Directory, type PublishedWorkspace } from './directory.ts';
import type { Document, Source } from './document.ts';
import { assertNotOlder, assertNotTooOld, keepUp } from './keep-up.ts';
import { heldKeyDocument, readKeyDocument } from './key.ts';
import type { OfferedMutualTls } from './metadata.ts';
import { Overdue } from './overdue.ts';
import { parseTarget, type Target } from './path.ts';

/** Answers a request that is for a published document, and returns whether it was one. */
export type PublishHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The dependencies of publishing. */
export interface PublishOptions {
  readonly store: Store;
  /** Called with errors; `requestId` is set if a client received a problem with it. */
  readonly failed?: (error: unknown, requestId?: string) => void;
  /** Keys that must not be served though the store still has them; none by default. */
  readonly overdue?: Overdue;
  /**
   * Called when a reader that identified itself (`?reader=`) was sent a key set or a shard of it.
   */
  readonly seen?: (sighting: Sighting) => void;
  /** Undefined if OAuth clients can't authenticate with certificates. */
  readonly mutualTls?: OfferedMutualTls | undefined;
  /** Throws while key sets must not be served. */
  readonly assertCurrent?: () => void;
}

/**
 * Serves the key sets: whole, in shards, by key ID, and the metadata that points to them
 * (spec/key-set.md). Uses plain node:http in front of everything else, because gateways ask every
 * second. If the store fails, answers come from memory.
 */
export function createPublishHandler({
  store,
  failed = () => {},
  seen = () => {},
  overdue = new Overdue(),
  mutualTls,
  assertCurrent = () => {},
}: PublishOptions): PublishHandler {
  const directory = new Directory(store, mutualTls);

  async function find(target: Target): Promise<Document> {
    const workspace = directory.known(target.slug) ?? (await directory.find(target.slug));
    if (workspace === undefined) throw unknownWorkspace(target.slug);
    if (target.kind === 'metadata') return findMetadata(workspace);
    if (target.kind === 'key') return findKey(workspace, target.kid);
    const source = sourceOf(workspace, target);
    try {
      if (source.ready() === undefined) await source.settle();
    } catch (error) {
      if (!source.loaded) throw error;
      failed(error);
    }
    return source.document();
  }

  /** A producer may have enabled or disabled OAuth clients. */
  async function findMetadata({ id, metadata }: PublishedWorkspace): Promise<Document> {
    try {
      const row = await store.read.workspaces.byId(id);
      return row === undefined ? metadata.latest : metadata.of(row);
    } catch (error) {
      failed(error);
      return metadata.latest;
    }
  }

  async function findKey(workspace: PublishedWorkspace, kid: string): Promise<Document> {
    try {
      return await readKeyDocument(store.read, workspace, kid);
    } catch (error) {
      const isAnswer = error instanceof AuthorityError && error.code !== 'storage_unavailable';
      const held = isAnswer ? undefined : heldKeyDocument(workspace, kid);
      if (held === undefined) throw error;
      failed(error);
      return held;
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> {
    assertCurrent();
    const age = store.replica === undefined ? 0 : await keepUp(store.replica);
    const found = readyDocument(directory, target) ?? (await find(target).catch(unreadable));
    if (age > 0) {
      assertNotTooOld(request.headers['cache-control'], age);
      assertNotOlder(request.headers['if-none-match'], found.tag);
      response.setHeader('Age', age);
    }
    const document = overdue.leaveOut(found, directory.known(target.slug)?.id);
    const caching = cacheControl[target.kind === 'metadata' ? 'metadata' : 'keys'];
    await sendDocument(request, response, document, caching);
    // A reader that disconnected halfway hasn't seen it.
    if (request.method !== 'GET' || !response.writableEnded) return;
    const sighting = sightingOf(directory, target, document, request.url ?? '');
    if (sighting !== undefined) seen(sighting);
  }

  function refuse(response: ServerResponse, error: unknown): void {
    const requestId = sendError(response, error);
    if (!(error instanceof AuthorityError) || error.code === 'storage_unavailable') failed(error, requestId);
  }

  return (request, response) => {
    const target = parseTarget(request.url ?? '');
    if (target === undefined) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      sendError(response, new AuthorityError('method_not_allowed', 'This path accepts only GET and HEAD.'));
      return true;
    }
    answer(request, response, target).catch((error: unknown) => {
      // A reader that disconnected isn't a failure.
      if (!response.destroyed) refuse(response, error);
    });
    return true;
  };
}

/** Answers that need no read from the store, and so no turn of the event loop. */
function readyDocument(directory: Directory, target: Target): Document | undefined {
  const workspace = directory.known(target.slug);
  if (workspace === undefined || target.kind === 'key' || target.kind === 'metadata') return undefined;
  return sourceOf(workspace, target).ready();
}

/**
 * Returns what a reader that identified itself (`?reader=`) has been sent; undefined for others,
 * and for a document of unknown version.
 */
function sightingOf(
  directory: Directory,
  target: Target,
  { tag }: Document,
  url: string,
): Sighting | undefined {
  if (target.kind !== 'set' && target.kind !== 'shard') return undefined;
  const reader = /[?&]reader=([\w-]{1,64})(?:&|$)/.exec(url)?.[1];
  const position = parsePosition(tag);
  const workspaceId = directory.known(target.slug)?.id;
  if (reader === undefined || position === undefined || workspaceId === undefined) return undefined;
  return { reader, workspaceId, shard: target.kind === 'shard' ? target.shard : undefined, position };
}

function sourceOf({ keySet }: PublishedWorkspace, target: Target): Source {
  return target.kind === 'shard' ? keySet.shard(target.shard) : keySet;
}

function unknownWorkspace(slug: string): AuthorityError {
  return new AuthorityError(
    'workspace_not_found',
    `Workspace "${slug}" not found. Check the issuer in the key or in the gateway's settings.`,
  );
}

function unreadable(cause: unknown): never {
  if (cause instanceof AuthorityError) throw cause;
  throw new AuthorityError(
    'storage_unavailable',
    "The authority cannot read its database, and this document isn't cached. Try again. If the problem persists, check the authority's disk.",
    { cause },
  );
}
