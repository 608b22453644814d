import createFetchClient, { type Client } from 'openapi-fetch';
import type { Problem, paths } from './api.ts';
import { ProblemError, UnreachableError } from './errors.ts';

export interface ClientOptions {
  /** The authority's address: `http://127.0.0.1:7420`. */
  readonly url: string;
  /** Sent as `Authorization: Bearer`; without it, only public operations work. */
  readonly key?: string | undefined;
  /** The global `fetch` by default. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** The operations of spec/http-api.yaml by method and path, each with its types. */
export type LostwaxClient = Client<paths>;

/**
 * Makes a client of one authority. Its calls resolve to `{ data, response }` or `{ error, response }`; {@link unwrap} makes one of the two.
 *
 * @throws {@link UnreachableError} from a call, when nothing answers or what answers is no authority.
 */
export function createClient({ url, key, fetch = globalThis.fetch }: ClientOptions): LostwaxClient {
  return createFetchClient<paths>({
    baseUrl: url,
    // A key must not follow a redirect to another address.
    redirect: 'manual',
    headers: { accept: 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    fetch: (request) => reach(fetch, request, url),
  });
}

async function reach(
  fetch: (request: Request) => Promise<Response>,
  request: Request,
  url: string,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new UnreachableError(url, `${reasonOf(cause)}.`, { cause });
  }
  const type = response.headers.get('content-type') ?? '';
  const ours = response.status === 204 || /^(application\/((problem\+)?json|yaml)|text\/plain)\b/.test(type);
  if (!ours)
    throw new UnreachableError(url, `the server there is not an authority (status ${response.status}).`);
  return response;
}

/** `fetch failed` explains nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  if (cause?.code === 'ECONNREFUSED') return 'the connection was refused';
  if (cause?.code === 'ENOTFOUND' || cause?.code === 'EAI_AGAIN') return 'the host name cannot be resolved';
  if (cause?.code === 'ERR_SSL_WRONG_VERSION_NUMBER' || cause?.code === 'EPROTO')
    return 'the server there does not use TLS, so the address may need http: instead of https:';
  const more = cause?.code ?? cause?.message;
  return typeof more === 'string' ? `the connection failed (${more})` : 'the connection failed';
}

interface Outcome<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The data of a call: `const key = await unwrap(client.GET('/v1/…', …))`.
 *
 * @throws {@link ProblemError} when the authority refused; {@link UnreachableError} when what answered is no authority.
 */
export async function unwrap<Data>(call: Promise<Outcome<Data>>): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await call;
  if (response.ok) return data as Exclude<Data, undefined>;
  if (isProblem(error)) throw new ProblemError(error);
  const { origin } = new URL(response.url);
  if (hasCode(error))
    throw new UnreachableError(
      origin,
      'the server there is a gate or an API that checks keys, not an authority.',
    );
  throw new UnreachableError(origin, `the server there is not an authority (status ${response.status}).`);
}

/** Each problem of an authority contains a request ID; those of gates and verifiers don't. */
function isProblem(value: unknown): value is Problem {
  return hasCode(value) && 'requestId' in value;
}

function hasCode(value: unknown): value is { readonly code: string } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
