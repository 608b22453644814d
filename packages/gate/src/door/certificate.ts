import type { IncomingMessage } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isInList, onlyHeader } from '@lostwax/contract';
import { fingerprintOfSocket } from '@lostwax/verifier';
import { type CertificateFormat, formatOf } from './certificate-header.ts';

/**
 * Returns the SHA-256 of the client's certificate, or undefined if there is none whose private key has been
 * proven, to this gate or to a proxy that it trusts.
 */
export type CertificateOf = (request: IncomingMessage) => Uint8Array | undefined;

/** Where certificates come from besides the gate's own TLS connections. */
export interface CertificateSettings {
  /** Header in which trusted proxies send the client's certificate, in lower case. */
  readonly clientCertHeader?: string;
  readonly trusted: BlockList;
}

/**
 * A header counts only from a trusted proxy. It replaces the certificate of the connection, which is the
 * proxy's own.
 */
export function certificateReader({ clientCertHeader, trusted }: CertificateSettings): CertificateOf {
  if (clientCertHeader === undefined) return ({ socket }) => ofSocket(socket);
  const format = formatOf(clientCertHeader);
  return ({ socket, rawHeaders }) =>
    isInList(trusted, socket.remoteAddress)
      ? inHeader(rawHeaders, clientCertHeader, format)
      : ofSocket(socket);
}

const known = new WeakMap<Socket, { readonly fingerprint: Uint8Array | undefined }>();

/** A connection has one certificate, so it is read and hashed once. */
function ofSocket(socket: Socket): Uint8Array | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let found = known.get(socket);
  if (found === undefined) {
    found = { fingerprint: fingerprintOfSocket(socket) };
    known.set(socket, found);
  }
  return found.fingerprint;
}

function inHeader(lines: readonly string[], name: string, format: CertificateFormat): Uint8Array | undefined {
  const value = onlyHeader(lines, name);
  return value === undefined ? undefined : format(value);
}
