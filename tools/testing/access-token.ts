import assert from 'node:assert/strict';

/** What a token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where there was no body. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A client's ID and secret as `client_secret_basic` sends them. */
export function basic({
  id,
  token,
}: {
  readonly id: string;
  readonly token: string;
}): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${id}:${token}`).toString('base64')}` };
}

/** Posts a form to one of the OAuth addresses of an issuer; a text is sent as it is. */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === '' ? {} : JSON.parse(text) };
}

/** An access token of a client, by its secret. */
export async function accessToken(
  issuer: string,
  client: { readonly id: string; readonly token: string },
  scope?: string,
): Promise<string> {
  const form = { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) };
  const { status, json } = await postForm(`${issuer}/oauth/token`, form, basic(client));
  assert.equal(status, 200, JSON.stringify(json));
  return json['access_token'] as string;
}
