import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isInList } from '@lostwax/contract';
import type { SentCredential } from '@lostwax/verifier';
import { type Identity, isIdentityName } from '../door/identity.ts';
import { keepsAuthorization } from '../door/judge.ts';
import { connectionNames } from './connection-names.ts';
import { isBelievable, isProxys } from './proxys-names.ts';

/** Headers as `http.request` accepts them: an array if a name occurs several times. */
export type OutgoingHeaders = Record<string, string | string[]>;

/** How to build the upstream's request from the client's. */
export interface HeaderRules {
  readonly forwardKey: boolean;
  /** The headers that may hold the key, in lower case. */
  readonly keyHeaders: readonly string[];
  /** The header that may hold a client's certificate, in lower case. It is never forwarded. */
  readonly clientCertHeader: string | undefined;
  /** Proxies in front of this one whose `X-Forwarded-*` headers are trusted. */
  readonly trusted: BlockList;
}

/** RFC 9110 §7.6.1: they concern one connection, and `Connection` may name more. */
const hopByHop = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
];
/**
 * Without these the upstream would see another request than the one that was checked. `Connection` cannot
 * remove them.
 */
const untouchable = new Set(['host', 'content-length']);
/**
 * Returns the headers of the request to the upstream: the client's, without the hop-by-hop ones, the key, and
 * all that only the gate may set, followed by the gate's own.
 */
export function requestHeaders(
  request: IncomingMessage,
  identity: Identity,
  credential: SentCredential,
  { forwardKey, keyHeaders, clientCertHeader, trusted }: HeaderRules,
): OutgoingHeaders {
  const { rawHeaders, socket } = request;
  const dropped = new Set([...hopByHop, ...connectionNames(rawHeaders)]);
  for (const name of untouchable) dropped.delete(name);
  const believed = isInList(trusted, socket.remoteAddress);
  const headers: OutgoingHeaders = Object.create(null) as OutgoingHeaders;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    if (dropped.has(name) || isIdentityName(name) || (!forwardKey && holdsKey(name, keyHeaders, credential)))
      continue;
    const plain = name.replace(/[^a-z0-9]/g, '-');
    if (plain === clientCertHeader) continue;
    if (isProxys(plain) && !(believed && name === plain && isBelievable(name))) continue;
    // Spellings that an upstream may read as a header that the gate removed, or as one that frames the
    // request.
    if (plain !== name && (dropped.has(plain) || untouchable.has(plain))) continue;
    add(headers, name, rawHeaders[at + 1] as string);
  }
  // The body came chunked and without a length, and must be forwarded that way. Otherwise the upstream would
  // read it as another request.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  for (const [name, value] of identity) headers[name] = value;
  forwardedBy(headers, request);
  return headers;
}

/** With two hosts it is unclear which was meant (RFC 9112 §3.2), and Node accepts them. */
export function hasSeveralHosts(lines: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < lines.length; at += 2) if ((lines[at] as string).toLowerCase() === 'host') hosts += 1;
  return hosts > 1;
}

/**
 * `Authorization` with another scheme is for the upstream. The other headers that may hold a key are the
 * gate's alone, in every spelling.
 */
function holdsKey(name: string, keyHeaders: readonly string[], credential: SentCredential): boolean {
  const plain = name.replace(/[^a-z0-9]/g, '-');
  const isKeys = keyHeaders.some((own) => own === name || own.replace(/[^a-z0-9]/g, '-') === plain);
  return isKeys && (name !== 'authorization' || !keepsAuthorization(credential));
}

function add(headers: OutgoingHeaders, name: string, value: string): void {
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else if (name === 'cookie') headers[name] = `${before}; ${value}`;
  else headers[name] = [before, value].flat();
}

function forwardedBy(headers: OutgoingHeaders, { socket, headers: asked }: IncomingMessage): void {
  const client = socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  headers['x-forwarded-for'] = [headers['x-forwarded-for'] ?? [], client].flat().join(', ');
  headers['x-forwarded-proto'] ??= socket instanceof TLSSocket ? 'https' : 'http';
  headers['x-forwarded-host'] ??= asked.host ?? '';
}
