/** The authority's own certificate, read again when its files change. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:http';
import { createSecureContext, Server as TlsServer } from 'node:tls';
import type { Logger } from 'pino';
import { StartError } from './start-error.ts';
import type { ServerTls } from './web/lifetime.ts';

/** Options for serving HTTPS without a proxy. */
export interface TlsOptions {
  /** File with the certificate and its chain, in PEM. */
  readonly tlsCert?: string | undefined;
  /** File with its private key, in PEM and without a password. */
  readonly tlsKey?: string | undefined;
  /** Asks clients for certificates, so that OAuth clients can authenticate with theirs. */
  readonly tlsClientCerts?: boolean | undefined;
}

/** How often the files are checked. */
const LOOK_MILLISECONDS = 2_000;

/**
 * Reads the certificate.
 *
 * @returns Undefined without one: the authority then serves plain HTTP.
 * @throws {@link StartError} if the files can't be read or don't fit together.
 */
export function readTls({ tlsCert, tlsKey, tlsClientCerts = false }: TlsOptions): ServerTls | undefined {
  if (tlsCert === undefined && tlsKey === undefined) {
    if (!tlsClientCerts) return undefined;
    throw new StartError(
      '--tls-client-certs needs --tls-cert and --tls-key. Behind a proxy that terminates TLS, use --client-cert-header.',
    );
  }
  if (tlsCert === undefined || tlsKey === undefined)
    throw new StartError('--tls-cert and --tls-key must be set together.');
  return { ...pairIn(tlsCert, tlsKey), asksClients: tlsClientCerts };
}

function pairIn(certFile: string, keyFile: string): { readonly cert: string; readonly key: string } {
  try {
    const pair = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    // Node takes an empty file, such as one that is being written, for no certificate, and fails at each handshake.
    if (!new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key)))
      throw new Error('the key belongs to another certificate');
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new StartError(
      `--tls-cert and --tls-key can't be used: ${(error as Error).message}. Use a certificate in PEM, with its chain, and its private key without a password.`,
      { cause: error },
    );
  }
}

/**
 * Uses a new certificate once its files have changed, or at SIGHUP. Open connections keep the old one. Files that don't
 * fit together, as between two writes, change nothing.
 *
 * @returns A function that ends it.
 */
export function followTls(
  { tlsCert, tlsKey }: TlsOptions,
  servers: readonly Server[],
  log: Logger | undefined,
): () => void {
  if (tlsCert === undefined || tlsKey === undefined) return () => {};
  const files = [tlsCert, tlsKey];
  const reload = (): void => {
    try {
      const pair = pairIn(tlsCert, tlsKey);
      for (const server of servers) if (server instanceof TlsServer) server.setSecureContext(pair);
      log?.info('reloaded the certificate of --tls-cert');
    } catch (error) {
      // An error, so that it is logged by default: the certificate would expire one day, and nobody would know why.
      log?.error({ err: error }, 'cannot use the new certificate; keeping the previous one');
    }
  };
  // Watched by time and size, not by events: those are lost when a file is replaced through a link, as Kubernetes does.
  for (const file of files) watchFile(file, { interval: LOOK_MILLISECONDS, persistent: false }, reload);
  process.on('SIGHUP', reload);
  return () => {
    for (const file of files) unwatchFile(file, reload);
    process.off('SIGHUP', reload);
  };
}
