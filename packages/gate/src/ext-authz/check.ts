import { status as codes } from '@grpc/grpc-js';
import { mapNow, type Now } from '@lostwax/contract';
import { type CheckOptions, type CredentialReader, proofIn, type SentCredential } from '@lostwax/verifier';
import { type Answer, problem } from '../door/answers.ts';
import { pinIn } from '../door/certificate-header.ts';
import { type Identity, identityOf, identityOfNobody, isIdentityName } from '../door/identity.ts';
import { type Judge, type Judged, judge, keepsAuthorization, withCertificate } from '../door/judge.ts';
import { scopesIn } from '../door/scopes.ts';
import { type CheckRequest, type CheckResponse, type HeaderValue, setHeader } from './protocol.ts';

/** Name of the context extension and the initial metadata that require scopes: `orders:read+orders:write`. */
export const SCOPE_NAME = 'lostwax-scope';

/** The inputs of a check. */
export interface CheckParts {
  readonly judging: Judge;
  /** Whether to forward the key to the upstream. */
  readonly forwardKey: boolean;
}

/**
 * Answers one check from Envoy. Scopes come from the route's context extensions and the filter's initial
 * metadata, both of which only Envoy's configuration can set. If both are present, all scopes are required.
 * Nothing in the client's request affects them.
 *
 * @param metadata - Values of the initial metadata {@link SCOPE_NAME}.
 */
export function check(
  { judging, forwardKey }: CheckParts,
  request: CheckRequest,
  metadata: readonly string[],
): Now<CheckResponse> {
  const asked = scopesAsked([...metadata, ...extension(request)]);
  if (asked === 'scopes_unreadable') {
    judging.count(asked);
    return denied(problem(asked));
  }
  const { lines, headers } = linesOf(request);
  const { method = '', path } = request.attributes?.request?.http ?? {};
  const header = (name: string): string | undefined =>
    lines === undefined ? headers[name] : valueIn(lines, name);
  const { reader } = judging;
  const credential: SentCredential =
    lines === undefined
      ? reader.fromHeaders(new Map(Object.entries(headers)), path)
      : reader.fromLines(lines, path);
  // Only Envoy can set it, from the connection that it has terminated; no header is read.
  const certificate = request.attributes?.source?.certificate;
  const sent = withCertificate(credential, certificate ? pinIn(certificate) : undefined);
  const proof = (): string | undefined => (lines === undefined ? headers['dpop'] : proofIn(lines));
  const judged = judge(judging, sent, asked, { method, target: path, header, proof });
  return mapNow(judged, (it) =>
    answerTo(it, { judging, forwardKey }, { lines, headers }, credential, header),
  );
}

function answerTo(
  judged: Judged,
  { judging, forwardKey }: CheckParts,
  { lines, headers }: Lines,
  credential: SentCredential,
  header: (name: string) => string | undefined,
): CheckResponse {
  if (!('keyId' in judged) && !('open' in judged))
    return denied(judging.cors(judged, () => header('origin')));
  const identity = 'keyId' in judged ? identityOf(judged) : identityOfNobody(judged.open);
  const names = lines === undefined ? Object.keys(headers) : lines.filter((_, at) => at % 2 === 0);
  const foreign = names.filter((name) => isIdentityName(name) && !isOurs(name, identity));
  return {
    status: { code: codes.OK },
    ok_response: {
      headers: identity.map(([name, value]) => setHeader(name, value)),
      ...(judging.reader.keyQuery !== undefined &&
        !forwardKey && { query_parameters_to_remove: [judging.reader.keyQuery] }),
      headers_to_remove: [...foreign, ...(forwardKey ? [] : keyHeaders(judging.reader, credential))],
    },
  };
}

/** An answer that refuses the request, whatever the reason. */
export function denied({ status, headers, body }: Answer): CheckResponse {
  const lines: ReturnType<typeof setHeader>[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    // Envoy sets the length itself.
    if (headers[at] !== 'content-length')
      lines.push(setHeader(headers[at] as string, headers[at + 1] as string));
  }
  const reasons: Readonly<Record<number, number>> = {
    401: codes.UNAUTHENTICATED,
    403: codes.PERMISSION_DENIED,
    503: codes.UNAVAILABLE,
  };
  return {
    status: { code: reasons[status] ?? codes.INTERNAL },
    denied_response: { status: { code: status }, headers: lines, body },
  };
}

function extension({ attributes }: CheckRequest): readonly string[] {
  const value = attributes?.context_extensions?.[SCOPE_NAME];
  return value === undefined ? [] : [value];
}

/** An empty value is a mistake in the configuration. Treating it as "none" would let every key through. */
function scopesAsked(lists: readonly string[]): CheckOptions | 'scopes_unreadable' {
  return lists.length === 0 ? {} : scopesIn(lists.map((list) => list.replaceAll(' ', '+')).join('+'));
}

interface Lines {
  readonly lines: readonly string[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function linesOf({ attributes }: CheckRequest): Lines {
  const http = attributes?.request?.http;
  const raw = http?.header_map?.headers;
  return {
    lines: raw?.flatMap((line) => [line.key, textOf(line)]),
    headers: http?.headers ?? {},
  };
}

function textOf({ value, raw_value }: HeaderValue): string {
  return raw_value !== undefined && raw_value.length > 0
    ? Buffer.from(raw_value).toString('latin1')
    : (value ?? '');
}

/** The last of several lines, as in Envoy's map of headers. */
function valueIn(lines: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  for (let at = 0; at < lines.length; at += 2) if (lines[at]?.toLowerCase() === name) value = lines[at + 1];
  return value;
}

function isOurs(name: string, identity: Identity): boolean {
  return identity.some(([own]) => own === name.toLowerCase());
}

/** The key is removed wherever it may be. `Authorization` with another scheme stays, for the upstream. */
function keyHeaders({ keyHeaders }: CredentialReader, credential: SentCredential): readonly string[] {
  return keyHeaders.filter((name) => name !== 'authorization' || !keepsAuthorization(credential));
}
