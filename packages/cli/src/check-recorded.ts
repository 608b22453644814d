import { type LostwaxClient, unwrap } from '@lostwax/client';
import { checkWithFetch, createVerifier, refusalTable } from '@lostwax/verifier';
import { ready, type Verdict } from './check-key.ts';
import { workspaceOfPrefix } from './key-id.ts';

export interface CheckRecordedOptions {
  /** Who is asked for the feed. */
  readonly origin: string;
  /** The issuer that the key must belong to; left out, the workspace with its prefix. */
  readonly issuer?: string | undefined;
  /** An administrator key with `feed:read`: only the full feed has such keys. */
  readonly adminKey: string;
  readonly client: LostwaxClient;
  readonly allowHttp: boolean;
  readonly nowSeconds: number;
  /** Called before the key set is fetched, which takes longest. */
  readonly onTaking: () => void;
}

/**
 * Checks a key whose record says what it grants, an opaque one, one under a shared signing key, or an access token of an OAuth client, as a
 * gate does: against the full feed of its workspace.
 *
 * @param prefix - The key ID prefix that the key names.
 * @throws ProblemError, UnreachableError from the client when the authority cannot tell.
 * @throws {@link CommandError} `workspace_unknown`, `set_unavailable`.
 */
export async function checkRecorded(
  text: string,
  prefix: string,
  options: CheckRecordedOptions,
): Promise<Verdict> {
  const { origin, adminKey, client, allowHttp, nowSeconds } = options;
  const slug = await workspaceOfPrefix(client, prefix);
  const { issuer } = await unwrap(
    client.GET('/v1/workspaces/{workspace}', { params: { path: { workspace: slug } } }),
  );
  if (options.issuer !== undefined && options.issuer !== issuer) {
    const detail = `The key's prefix is that of the issuer ${issuer}, not ${options.issuer}.`;
    return { valid: false, code: 'issuer_unknown', detail };
  }
  options.onTaking();
  const verifier = createVerifier({
    issuers: [{ issuer, feeds: [`${origin}/${slug}`], feedKey: adminKey }],
    allowHttp,
  });
  try {
    await ready(verifier);
    const result = await checkWithFetch(verifier, text, { nowSeconds });
    if (!result.accepted)
      return { valid: false, code: result.code, detail: refusalTable[result.code].detail };
    const { keyId, subject, audience, scopes, claims, expiresAtSeconds } = result.key;
    return {
      valid: true,
      keyId,
      claims: {
        iss: issuer,
        sub: subject,
        aud: audience,
        jti: keyId,
        ...(expiresAtSeconds !== undefined && { exp: expiresAtSeconds }),
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
        ...claims,
      },
    };
  } finally {
    await verifier.close();
  }
}
