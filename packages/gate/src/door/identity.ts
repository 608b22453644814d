import type { CheckedKey } from '@lostwax/verifier';
import type { OpenReason } from './open-rules.ts';

/**
 * The five headers that identify the caller. All are always sent, even if empty, so that no value from the
 * client survives.
 */
const identityHeaders = [
  'x-lostwax-key-id',
  'x-lostwax-subject',
  'x-lostwax-workspace',
  'x-lostwax-scope',
  'x-lostwax-claims',
] as const;

/** Why a request was let through without a key. Sent only for such requests. */
const OPEN_HEADER = 'x-lostwax-open';

/** Name and value of each of the {@link identityHeaders}, and of {@link OPEN_HEADER} if there is no key. */
export type Identity = readonly (readonly [
  name: (typeof identityHeaders)[number] | typeof OPEN_HEADER,
  value: string,
])[];

const known = new WeakMap<CheckedKey, Identity>();

/**
 * Returns the identity headers of a valid key. The verifier returns the same object for many requests, so the
 * result is cached by it.
 */
export function identityOf(key: CheckedKey): Identity {
  let identity = known.get(key);
  if (identity === undefined) {
    identity = [
      ['x-lostwax-key-id', key.keyId],
      ['x-lostwax-subject', key.subject],
      ['x-lostwax-workspace', key.workspace],
      ['x-lostwax-scope', key.scopes.join(' ')],
      ['x-lostwax-claims', claimsText(key)],
    ];
    known.set(key, identity);
  }
  return identity;
}

const none: readonly Identity[number][] = identityHeaders.map((name) => [name, ''] as const);
const passages: Readonly<Record<OpenReason, Identity>> = {
  preflight: [...none, [OPEN_HEADER, 'preflight']],
  path: [...none, [OPEN_HEADER, 'path']],
};

/** Returns the identity headers of a request without a key: all empty, and why it was let through. */
export function identityOfNobody(reason: OpenReason): Identity {
  return passages[reason];
}

/** The claims under the names that a token has for them. */
export function claimsOf(key: CheckedKey): Readonly<Record<string, unknown>> {
  const { issuer, subject, audience, keyId, expiresAtSeconds, scopes, claims } = key;
  return {
    iss: issuer,
    sub: subject,
    aud: audience,
    jti: keyId,
    ...(expiresAtSeconds !== undefined && { exp: expiresAtSeconds }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...claims,
  };
}

/** The same as JSON in base64url. */
function claimsText(key: CheckedKey): string {
  return Buffer.from(JSON.stringify(claimsOf(key))).toString('base64url');
}

/**
 * Whether a header's name could be read as one of the identity headers. Many upstreams treat
 * `X_Lostwax_Subject` as `x-lostwax-subject` (CVE-2025-64484), so any character in place of a hyphen counts.
 */
export function isIdentityName(name: string): boolean {
  return /^x[^a-z0-9]lostwax(?:[^a-z0-9]|$)/i.test(name);
}
