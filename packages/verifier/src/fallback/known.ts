/** `fetch`, within the time that an answer may take. */
export type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** Where to ask whether a key is, or was, one of a workspace. */
export interface Authority {
  /** Slug. */
  readonly workspace: string;
  /** Origin of its API. */
  readonly url: string;
  /** An administrator key with `feed:read`. */
  readonly feedKey: string;
}

/**
 * Asks an authority whether it knows a key, in any state (spec/http-api.yaml, `findPins`).
 *
 * @throws Error if it gives no answer: then nothing may be accepted.
 */
export async function isKnown(
  { workspace, url, feedKey }: Authority,
  pin: string,
  ask: Ask,
): Promise<boolean> {
  const response = await ask(`${url}/v1/workspaces/${workspace}/keys:known`, {
    method: 'POST',
    headers: { authorization: `Bearer ${feedKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pins: [pin] }),
    redirect: 'manual',
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`The authority did not say whether it knows a key: status ${response.status}.`);
  }
  const { known } = (await response.json()) as { readonly known?: readonly unknown[] };
  if (typeof known?.[0] !== 'boolean') throw new Error('The authority did not say whether it knows a key.');
  return known[0];
}
