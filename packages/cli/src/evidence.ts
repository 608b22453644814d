import { createReadStream, statSync } from 'node:fs';
import { type KnownSet, readKnownSet, readKnownSets } from '@lostwax/verifier';
import { CommandError } from './errors.ts';

/** A set, and where it was read. */
export type SourcedSet = KnownSet & { readonly source: string };

const TIMEOUT_MILLISECONDS = 120_000;

/**
 * Reads the sets that tell a restore which keys are still valid.
 *
 * @param place - A gate's cache folder, a folder of snapshots, a snapshot file, or the URL of a snapshot.
 * @param bearer - Sent to URLs.
 * @throws {@link CommandError} `evidence_unusable`.
 */
export async function readEvidence(
  place: string,
  bearer: string | undefined,
): Promise<readonly SourcedSet[]> {
  const sets = await read(place, bearer).catch((error: unknown) => {
    if (error instanceof CommandError) throw error;
    throw unusable(place, error instanceof Error ? error.message : String(error), error);
  });
  if (sets.length === 0) throw unusable(place, 'it contains no set of keys');
  return sets.map((set) => ({ ...set, source: place }));
}

async function read(place: string, bearer: string | undefined): Promise<readonly KnownSet[]> {
  if (/^https?:\/\//.test(place)) return [await readKnownSet(await download(place, bearer))];
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw unusable(place, 'there is no such file or folder');
  return found.isDirectory() ? readKnownSets(place) : [await readKnownSet(createReadStream(place))];
}

async function download(url: string, bearer: string | undefined): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, {
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  }).catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : undefined;
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    throw unusable(url, `it cannot be reached (${why})`, error);
  });
  if (!response.ok || response.body === null) throw unusable(url, `the server answered ${response.status}`);
  return response.body as unknown as AsyncIterable<Uint8Array>;
}

function unusable(place: string, why: string, cause?: unknown): CommandError {
  return new CommandError(
    'evidence_unusable',
    `--evidence ${place} cannot be used: ${why.replace(/\.$/, '')}. Nothing was restored. Pass a gate's --cache folder, a snapshot of the feed, or its URL.`,
    { cause },
  );
}
