import { createHash, randomBytes } from 'node:crypto';

/** Prefix of the token of an embedded session, so that leak scanners find it and logs omit it. */
export const EMBED_PREFIX = 'lwx_session_';

/** Creates the ID of a session for cookies, headers and the audit log. Not secret. */
export function newSessionId(): string {
  return `ses_${randomBytes(12).toString('base64url')}`;
}

/** Creates a code or a session's secret: 256 bits in 43 characters. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Needs no salt and no slow hash: 256 random bits can't be guessed. */
export function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** The token of an embedded session: `lwx_session_<id>.<secret>`. */
export function embedToken(id: string, secret: string): string {
  return `${EMBED_PREFIX}${id}.${secret}`;
}

/** Parses {@link embedToken}; undefined for anything else. */
export function parseEmbedToken(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = /^lwx_session_(ses_[\w-]{16})\.([\w-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}
