import { type LostwaxClient, unwrap } from '@lostwax/client';
import { parseKeyId, parseToken } from '@lostwax/core';
import { CommandError } from './errors.ts';
import { readInput } from './input.ts';

/** A key as a person names it, and the workspace that it is of. */
export interface NamedKey {
  readonly workspace: string;
  readonly keyId: string;
}

/**
 * Takes a key id, or the key itself: whoever has found one wants it ended and need not know its id.
 *
 * @param text - `-` reads it from standard input.
 * @throws KeyError from the core for what is neither, or mistyped.
 * @throws {@link CommandError} `workspace_unknown` when no workspace of this authority has the prefix.
 */
export async function findKey(client: LostwaxClient, text: string): Promise<NamedKey> {
  const given = await readInput(text);
  const keyId = given.startsWith('eyJ') ? parseToken(given).keyId : given;
  const { prefix } = parseKeyId(keyId);
  const { items } = await unwrap(client.GET('/v1/workspaces'));
  const workspace = items.find((it) => it.prefix === prefix);
  if (workspace !== undefined) return { workspace: workspace.slug, keyId };
  throw new CommandError(
    'workspace_unknown',
    `None of the workspaces your key can access has the prefix "${prefix}", so this key belongs to another authority or to a workspace you can't see. Check the address (LOSTWAX_URL).`,
  );
}
