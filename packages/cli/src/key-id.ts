import { type LostwaxClient, unwrap } from '@lostwax/client';
import { endingOf, opaqueKeyPrefix, parseAnyToken, parseKeyId, readOpaqueKey } from '@lostwax/core';
import { CommandError } from './errors.ts';
import { readInput } from './input.ts';

/** A key ID and its workspace. */
export interface NamedKey {
  readonly workspace: string;
  readonly keyId: string;
}

/**
 * Accepts a key ID or the key itself, so that a leaked key can be revoked without looking up its ID.
 *
 * @param text - `-` reads it from standard input.
 * @throws KeyError from the core for what is neither, or mistyped.
 * @throws {@link CommandError} `workspace_unknown` when no workspace of this authority has the prefix.
 */
export async function findKey(client: LostwaxClient, text: string): Promise<NamedKey> {
  const given = await readInput(text);
  const opaque = readOpaqueKey(given);
  if (opaque === 'whole' || opaque === 'client_secret')
    return findOpaque(client, given, opaque === 'whole' ? 'opaque' : 'oauth-client');
  const keyId = given.startsWith('eyJ') ? parseAnyToken(given).keyId : given;
  const { prefix } = parseKeyId(keyId);
  return { workspace: await workspaceOfPrefix(client, prefix), keyId };
}

/** An opaque key or a client secret doesn't contain its ID, but its last characters are a checksum of the rest. */
async function findOpaque(
  client: LostwaxClient,
  key: string,
  method: 'opaque' | 'oauth-client',
): Promise<NamedKey> {
  const workspace = await workspaceOfPrefix(client, opaqueKeyPrefix(key));
  const call = client.GET('/v1/workspaces/{workspace}/keys', {
    params: { path: { workspace }, query: { q: endingOf(key), method, limit: 2 } },
  });
  const [found, ...others] = (await unwrap(call)).items;
  if (found !== undefined && others.length === 0) return { workspace, keyId: found.id };
  throw new CommandError(
    'key_unknown',
    `The workspace "${workspace}" has ${found === undefined ? 'no key' : 'several keys'} of the method ${method} with this ending. Pass the key ID instead: "lostwax key list --workspace ${workspace}" lists them.`,
  );
}

/** @throws {@link CommandError} `workspace_unknown`. */
export async function workspaceOfPrefix(client: LostwaxClient, prefix: string): Promise<string> {
  const { items } = await unwrap(client.GET('/v1/workspaces'));
  const workspace = items.find((it) => it.prefix === prefix);
  if (workspace !== undefined) return workspace.slug;
  throw new CommandError(
    'workspace_unknown',
    `None of the workspaces your key can access has the prefix "${prefix}", so this key belongs to another authority or to a workspace you can't see. Check the address (LOSTWAX_URL).`,
  );
}
