import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import {
  certificateHeaderName,
  certificateIn,
  isInList,
  isPrivateUrl,
  memberOfXfcc,
  networkList,
  onlyHeader,
  XFCC,
} from '@lostwax/contract';
import { StartError } from '../start-error.ts';

/** How OAuth clients authenticate with certificates (RFC 8705). */
export interface MutualTls {
  /** Header in which a trusted proxy sends the certificate of its client, in lower case; undefined if the authority's own connections have it. */
  readonly header: string | undefined;
  /** Where clients with certificates reach the OAuth endpoints, if not at the authority's origin. */
  readonly origin: string | undefined;
}

/** The options of an authority that {@link readMutualTls} reads. */
export interface MutualTlsOptions {
  /**
   * Header in which a proxy of `trustProxy` sends the certificate of its client: URL-escaped PEM, or base64 of the DER
   * between colons (RFC 9440). `xfcc` is Envoy's, with `Cert`. Without it, no OAuth client can authenticate with a
   * certificate.
   */
  readonly clientCertHeader?: string | undefined;
  /** Scheme, host and port for OAuth clients with certificates, if they differ from the origin. */
  readonly mtlsOrigin?: string | undefined;
}

/**
 * Reads the options.
 *
 * @param trustProxy - The proxies whose headers count.
 * @param ownTls - Whether the authority itself asks clients for certificates.
 * @returns Undefined if no client can authenticate with a certificate.
 * @throws {@link StartError} for options that can't be used.
 */
export function readMutualTls(
  { clientCertHeader, mtlsOrigin }: MutualTlsOptions,
  trustProxy: readonly string[],
  ownTls = false,
): MutualTls | undefined {
  if (clientCertHeader !== undefined && ownTls)
    throw new StartError(
      "--tls-client-certs and --client-cert-header can't be combined: either the authority sees the certificates, or a proxy does.",
    );
  if (clientCertHeader === undefined && !ownTls) {
    if (mtlsOrigin === undefined) return undefined;
    throw new StartError(
      '--mtls-origin needs --client-cert-header or --tls-client-certs: without one of them, the authority sees no certificates.',
    );
  }
  return {
    header: clientCertHeader === undefined ? undefined : headerIn(clientCertHeader, trustProxy),
    origin: mtlsOrigin === undefined ? undefined : originIn(mtlsOrigin),
  };
}

function headerIn(text: string, trustProxy: readonly string[]): string {
  const header = certificateHeaderName(text);
  if (header === undefined)
    throw new StartError(
      `--client-cert-header must be xfcc, or a header that only your proxy sets, such as Client-Cert; not "${text}".`,
    );
  if (trustProxy.length === 0)
    throw new StartError(
      '--client-cert-header needs --trust-proxy: the header is trusted only from the proxies named there.',
    );
  return header;
}

function originIn(text: string): string {
  const url = URL.parse(text);
  if (url !== null && isPrivateUrl(url) && (text === url.origin || text === `${url.origin}/`))
    return url.origin;
  throw new StartError(
    `--mtls-origin must be the https address of the proxy that asks clients for certificates, such as https://mtls.keys.example.com; not "${text}".`,
  );
}

/** Returns the base64 of the DER of a client's certificate, or undefined if there is none. */
export type CertificateOf = (request: IncomingMessage) => string | undefined;

/**
 * Reads the certificates of clients from the TLS connection, or from the header that a trusted proxy sets. A header from anyone
 * else is ignored, and so is one that occurs twice.
 */
export function certificateReader(
  mutualTls: MutualTls | undefined,
  trustProxy: readonly string[],
): CertificateOf {
  if (mutualTls === undefined) return () => undefined;
  const { header } = mutualTls;
  if (header === undefined) return ({ socket }) => ofSocket(socket);
  const trusted = networkList(trustProxy);
  return ({ socket, rawHeaders }) => {
    const value = isInList(trusted, socket.remoteAddress) ? onlyHeader(rawHeaders, header) : undefined;
    const sent = header === XFCC && value !== undefined ? certOfXfcc(value) : value;
    return sent === undefined ? undefined : certificateIn(sent)?.toString('base64');
  };
}

/** The handshake has proven the private key. */
function ofSocket(socket: Socket): string | undefined {
  // Without a certificate, Node returns an empty object.
  const der = socket instanceof TLSSocket ? socket.getPeerCertificate().raw : undefined;
  return (der as Buffer | undefined)?.toString('base64');
}

function certOfXfcc(value: string): string | undefined {
  return memberOfXfcc(value, 'cert')?.replaceAll('"', '');
}
