import type { Adapter, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { TokenMemory } from '../domain/clients/token-memory.ts';
import { AuthorityError } from '../errors.ts';

/** An error that tells the client to try again: `temporarily_unavailable` with status 503. */
export function unavailable(description: string): Error {
  const error = new errors.TemporarilyUnavailable(description);
  return Object.assign(error, { status: 503, statusCode: 503 });
}

/** Reports a database that can't be used as the client expects it. */
export function notRead(error: unknown): never {
  if (!(error instanceof AuthorityError) || error.code !== 'storage_unavailable') throw error;
  throw unavailable('the authority cannot use its database at the moment');
}

/** The storage for used assertions and proofs. */
export function replayAdapter(memory: Pick<TokenMemory, 'use' | 'wasUsed'>, now: () => number): Adapter {
  return {
    ...nothingKept,
    find: async (id) => ((await memory.wasUsed(id).catch(notRead)) ? { jti: id } : undefined),
    upsert: async (id, _payload, expiresIn = 0) => {
      const isFirst = await memory.use(id, now() + expiresIn * 1_000).catch(notRead);
      // Two simultaneous requests may both have found nothing.
      if (!isFirst) throw new errors.InvalidClientAuth('client assertion tokens must only be used once');
    },
  };
}

/** A storage that is only read. */
export function readOnly(find: (id: string) => Promise<AdapterPayload | undefined>): Adapter {
  return { ...nothingKept, find };
}

export const nothingKept: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};
