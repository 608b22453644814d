import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { isInList } from '@lostwax/contract';
import type { SentCredential } from '@lostwax/verifier';
import { type Identity, isIdentityName } from '../door/identity.ts';
import { keepsAuthorization } from '../door/judge.ts';
import { connectionNames } from './connection-names.ts';
import { isBelievable, isProxys } from './proxys-names.ts';

/** Headers as `http.request` takes them: a list where a name stands several times. */
export type OutgoingHeaders = Record<string, string | string[]>;

/** How the upstream's request is made of the client's. */
export interface HeaderRules {
  readonly forwardKey: boolean;
  /** The headers that may hold the key, in lower case. */
  readonly keyHeaders: readonly string[];
  /** Proxies before this one whose `X-Forwarded-*` is believed. */
  readonly trusted: BlockList;
}

/** RFC 9110 §7.6.1: they are about one connection, and `Connection` may name more of them. */
const hopByHop = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
];
/** Without them the upstream would see another request than the one that was judged; no `Connection` takes them away. */
const untouchable = new Set(['host', 'content-length']);
/**
 * The headers of the request to the upstream: the client's without those of its connection, the key, and all that only the gate may say; then
 * what the gate says itself.
 */
export function requestHeaders(
  request: IncomingMessage,
  identity: Identity,
  credential: SentCredential,
  { forwardKey, keyHeaders, trusted }: HeaderRules,
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
    if (isProxys(plain) && !(believed && name === plain && isBelievable(name))) continue;
    // Spellings that an upstream may take for what the gate has left out, or for what frames the request.
    if (plain !== name && (dropped.has(plain) || untouchable.has(plain))) continue;
    add(headers, name, rawHeaders[at + 1] as string);
  }
  // Without a length and in parts: so it came, and so it must go on, or the body would stand there as a request of its own.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  for (const [name, value] of identity) headers[name] = value;
  forwardedBy(headers, request);
  return headers;
}

/** Of two hosts nobody can say which was meant (RFC 9112 §3.2), and Node lets them through. */
export function hasSeveralHosts(lines: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < lines.length; at += 2) if ((lines[at] as string).toLowerCase() === 'host') hosts += 1;
  return hosts > 1;
}

/** `Authorization` of another scheme is for the upstream; the other headers that may hold a key are the gate's own, in every spelling. */
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
  headers['x-forwarded-proto'] ??= 'http';
  headers['x-forwarded-host'] ??= asked.host ?? '';
}
