import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { POINTER_PATH, parsePointer, workspaceOfPointer } from '@lostwax/contract';
import { type KnownSet, readKnownSet, readKnownSets, readPublishedSet } from '@lostwax/verifier';
import { assertPrivate } from './connection.ts';
import { CommandError } from './errors.ts';
import { bucketPlace } from './publish/bucket.ts';

/** A set, and where it was read. */
export type SourcedSet = KnownSet & { readonly source: string };

/** How places on the network are read. */
export interface EvidenceAccess {
  /** Sent to gates and authorities, never to a published feed. */
  readonly bearer: string | undefined;
  /** Allows plain HTTP to another machine. */
  readonly allowHttp: boolean;
}

const TIMEOUT_MILLISECONDS = 120_000;
const POINTER = 'pointer.json';

/**
 * Reads the sets that tell a restore which keys are still valid.
 *
 * @param place - A gate's cache folder, a folder of snapshots, a snapshot file, what `lostwax publish` has published to a folder or
 * a bucket, or a URL: of a gate's `/evidence`, a snapshot or a published pointer.
 * @throws {@link CommandError} `evidence_unusable`; `usage` for plain HTTP to another machine.
 */
export async function readEvidence(place: string, access: EvidenceAccess): Promise<readonly SourcedSet[]> {
  const sets = await read(place, access).catch((error: unknown) => {
    if (error instanceof CommandError) throw error;
    throw unusable(place, error instanceof Error ? error.message : String(error), error);
  });
  if (sets.length === 0) throw unusable(place, 'it contains no set of keys');
  return sets.map((set) => ({ ...set, source: place }));
}

async function read(place: string, access: EvidenceAccess): Promise<readonly KnownSet[]> {
  if (/^https?:\/\//.test(place)) return readUrl(place, access);
  if (place.startsWith('s3://')) return [await readBucket(place)];
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw unusable(place, 'there is no such file or folder');
  const published = found.isDirectory()
    ? publishedIn(place)
    : basename(place) === POINTER
      ? [dirname(place)]
      : [];
  if (published.length > 0) return Promise.all(published.map(readFolder));
  return found.isDirectory() ? readKnownSets(place) : [await readKnownSet(createReadStream(place))];
}

/** The folders of pointers in what was published: of one workspace, or of several. */
function publishedIn(place: string): readonly string[] {
  const workspaces = readdirSync(place).map((name) => join(place, name, 'feed'));
  const folders = [place, join(place, 'feed'), ...workspaces];
  return folders.filter((folder) => existsSync(join(folder, POINTER)));
}

function readFolder(folder: string): Promise<KnownSet> {
  return readPublishedSet(async (name) => createReadStream(join(folder, name)));
}

async function readBucket(place: string): Promise<KnownSet> {
  const workspace = place.endsWith(`/${POINTER_PATH}`) ? place.slice(0, -POINTER_PATH.length) : place;
  const bucket = bucketPlace(workspace, process.env);
  return readPublishedSet(async (name) => {
    const content = await bucket.stream(`feed/${name}`);
    if (content !== undefined) return content;
    throw unusable(place, `there is no feed/${name}: name the folder of one workspace`);
  });
}

async function readUrl(place: string, access: EvidenceAccess): Promise<readonly KnownSet[]> {
  const url = URL.parse(place);
  if (url === null) throw unusable(place, 'it is not a URL');
  assertPrivate(url, access.allowHttp, 'decide which keys become valid again, and read the evidence key');
  if (workspaceOfPointer(place) !== undefined) return [await readPublishedAt(url)];
  const response = await get(url, access.bearer);
  if (!/^application\/json\b/.test(response.headers.get('content-type') ?? ''))
    return [await readKnownSet(bodyOf(response))];
  const text = await response.text();
  if (parsePointer(text) !== undefined) return [await readPublishedAt(url)];
  const sets: KnownSet[] = [];
  for (const path of pathsIn(text))
    sets.push(await readKnownSet(bodyOf(await get(new URL(path, url), access.bearer))));
  return sets;
}

function readPublishedAt(pointer: URL): Promise<KnownSet> {
  return readPublishedSet(async (name) => bodyOf(await get(new URL(name, pointer), undefined)));
}

/** The paths in a gate's list of sets. Never of another host, which the key isn't for. */
function pathsIn(text: string): readonly string[] {
  const list = JSON.parse(text) as { readonly sets?: readonly { readonly path?: unknown }[] } | null;
  return (list?.sets ?? []).flatMap(({ path }) =>
    /^\/evidence\/\d+$/.test(String(path)) ? [String(path)] : [],
  );
}

async function get(url: URL, bearer: string | undefined): Promise<Response> {
  const response = await fetch(url, {
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    // A key must not travel on to where a redirect leads.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  }).catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : undefined;
    const why = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : 'no answer';
    throw unusable(url.href, `it cannot be reached (${why})`, error);
  });
  if (response.ok && response.body !== null) return response;
  await response.body?.cancel();
  const isRefused = response.status === 401 || response.status === 403;
  throw unusable(
    url.href,
    `the server answered ${response.status}${isRefused ? `, ${keyFault(bearer)}` : ''}`,
  );
}

function keyFault(bearer: string | undefined): string {
  return bearer === undefined
    ? "which asks for a key: pass --evidence-key-file, with the key of a gate's own --evidence-key-file or an administrator key of the authority"
    : "so it doesn't accept the key in --evidence-key-file: a gate wants that of its own --evidence-key-file, an authority an administrator key";
}

function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  return body as unknown as AsyncIterable<Uint8Array>;
}

function unusable(place: string, why: string, cause?: unknown): CommandError {
  return new CommandError(
    'evidence_unusable',
    `--evidence ${place} cannot be used: ${why.replace(/\.$/, '')}. Nothing was restored. Pass a gate's --cache folder or /evidence URL, a snapshot of the feed or its URL, or what "lostwax publish" has published.`,
    { cause },
  );
}
