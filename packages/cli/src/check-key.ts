import { parseIssuer } from '@lostwax/contract';
import { KeyError, type ParsedToken, parseToken } from '@lostwax/core';
import {
  createVerifier,
  diagnose,
  type RefusalCode,
  refusalTable,
  type Verifier,
  VerifierError,
} from '@lostwax/verifier';
import { CommandError } from './errors.ts';
import { explainUnknown, Published, type UnknownReason } from './published-key.ts';

export type Verdict = { readonly valid: true; readonly keyId: string; readonly claims: SaidClaims } | Refused;

/** What a good key says. An opaque key has no time of issue. */
export type SaidClaims = Pick<ParsedToken['claims'], 'iss' | 'sub' | 'aud' | 'jti' | 'exp' | 'scope'>;

/** A refusal as a gate returns it, with more detail. */
export interface Refused {
  readonly valid: false;
  readonly code: RefusalCode;
  /** `key_unknown` only. */
  readonly reason?: UnknownReason;
  readonly detail: string;
}

export interface CheckOptions {
  /** Where the feed is fetched. Never an address taken from the key, which anyone can write. */
  readonly origin: string;
  /** The issuer that the key must have; omitted: any workspace of that authority. */
  readonly issuer?: string | undefined;
  readonly allowHttp: boolean;
  readonly nowSeconds: number;
  /** Called before the feed is downloaded, which takes longest. */
  readonly onTaking: () => void;
}

/**
 * Checks a key as a gate does, but explains a refusal in more detail than a gate gives its clients.
 *
 * 1. the one accepted spelling;
 * 2. its issuer, which the authority must confirm;
 * 3. its pin, by the verifier itself, over the public feed;
 * 4. if the pin is missing: why, from the key's own document. This does not affect the verdict.
 *
 * @throws ProblemError, UnreachableError from the client when the authority cannot tell.
 * @throws {@link CommandError} `set_unavailable` when there is no set to check against.
 */
export async function checkKey(text: string, options: CheckOptions): Promise<Verdict> {
  const { origin, nowSeconds } = options;
  const token = read(text);
  if ('valid' in token) return token;
  const published = new Published(origin);
  const workspace = await confirmIssuer(published, token, options);
  if (typeof workspace !== 'string') return workspace;
  options.onTaking();
  const verifier = createVerifier({
    issuers: [{ issuer: token.claims.iss, feeds: [`${origin}/${workspace}`] }],
    allowHttp: options.allowHttp,
  });
  try {
    await ready(verifier);
    const result = verifier.check(text, { nowSeconds });
    if (result.accepted) return { valid: true, keyId: token.keyId, claims: token.claims };
    if (result.code !== 'key_unknown') return refused(result.code);
    return { ...refused('key_unknown'), ...(await explainUnknown(published, workspace, token, nowSeconds)) };
  } finally {
    await verifier.close();
  }
}

function refused(code: RefusalCode, detail = refusalTable[code].detail): Refused {
  return { valid: false, code, detail };
}

/** The core's message is more precise than the gate's. */
function read(text: string): ParsedToken | Refused {
  try {
    return parseToken(text);
  } catch (error) {
    if (error instanceof KeyError) return refused(diagnose(text).code, error.message);
    throw error;
  }
}

/** @returns The workspace, or a refusal. */
async function confirmIssuer(
  published: Published,
  { claims }: ParsedToken,
  { origin, issuer }: CheckOptions,
): Promise<string | Refused> {
  const named = `The key names the issuer ${claims.iss}`;
  if (issuer !== undefined && issuer !== claims.iss)
    return refused('issuer_unknown', `${named}, not ${issuer}.`);
  const slug = parseIssuer(claims.iss)?.workspace;
  const real = slug && (await published.issuer(slug));
  if (slug && real === claims.iss) return slug;
  return refused(
    'issuer_unknown',
    real
      ? `${named}, but the authority at ${origin} is ${real}.`
      : `${named}, which does not exist at ${origin}. Check the address (LOSTWAX_URL).`,
  );
}

/** Waits for the key set. @throws {@link CommandError} `set_unavailable`. */
export async function ready(verifier: Verifier): Promise<void> {
  try {
    await verifier.ready();
  } catch (error) {
    if (!(error instanceof VerifierError)) throw error;
    throw new CommandError('set_unavailable', `The key cannot be checked: ${error.message}`, {
      cause: error,
    });
  }
}
