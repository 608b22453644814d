import { createHash, randomBytes } from 'node:crypto';

/** Begins the token of an embedded session, so that leak scanners find it and logs leave it out. */
export const EMBED_PREFIX = 'lwx_session_';

/** Names a session in cookies, headers and the audit; not secret. */
export function newSessionId(): string {
  return `ses_${randomBytes(12).toString('base64url')}`;
}

/** 256 bits, for a code or a session's secret: 43 characters. Only its hash is kept. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** No salt and no slow hash: nobody can guess 256 random bits. */
export function hashOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** The token of an embedded session: `lwx_session_<id>.<secret>`. */
export function embedToken(id: string, secret: string): string {
  return `${EMBED_PREFIX}${id}.${secret}`;
}

/** Reads {@link embedToken}; undefined for what is none. */
export function parseEmbedToken(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = /^lwx_session_(ses_[\w-]{16})\.([\w-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}
