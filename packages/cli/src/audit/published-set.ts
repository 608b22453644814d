import { createHash } from 'node:crypto';
import { KeyError, keySetUrl, parsePublicJwk, renderJwk, shards } from '@lostwax/core';
import { CommandError } from '../errors.ts';

/** A key as the key set has it. */
export interface PublishedKey {
  readonly kid: string;
  /** Undefined if the public half is invalid. */
  readonly publicHalfHash: string | undefined;
}

/** A key set as it is published. */
export interface PublishedSet {
  readonly keys: readonly PublishedKey[];
  /** Hashes of the last key of each document, where the sentinel belongs: a single one unless they differ. */
  readonly sentinels: ReadonlySet<string | undefined>;
}

/**
 * Reads a key set, shard by shard.
 *
 * @param issuer - Address of the workspace: `<origin>/<slug>`.
 * @throws {@link CommandError} `set_unavailable`.
 */
export async function publishedSet(issuer: string): Promise<PublishedSet> {
  const found: PublishedKey[] = [];
  const sentinels = new Set<string | undefined>();
  for (const shard of shards) {
    const response = await getPublished(keySetUrl(issuer, shard));
    const { keys } = (await response.json()) as { keys: readonly { kid?: unknown }[] };
    // The last is the sentinel, which is in every document.
    sentinels.add(hashOf(keys.at(-1)));
    for (const key of keys.slice(0, -1)) found.push({ kid: String(key.kid), publicHalfHash: hashOf(key) });
  }
  return { keys: found, sentinels };
}

function hashOf(key: unknown): string | undefined {
  try {
    return createHash('sha256')
      .update(renderJwk(parsePublicJwk(key)))
      .digest('base64url');
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}

/** @throws {@link CommandError} `set_unavailable`. */
export async function getPublished(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { redirect: 'error', ...init }).catch((cause: unknown) => {
    throw new CommandError(
      'set_unavailable',
      `${url} cannot be reached. Start the authority, or check the address.`,
      {
        cause,
      },
    );
  });
  if (response.ok) return response;
  throw new CommandError(
    'set_unavailable',
    `${url} answered ${response.status}. If key sets and feeds are on a separate port, pass it with --published-at http://…`,
    { cause: response.status },
  );
}
