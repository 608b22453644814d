import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type AlgorithmName,
  buildClaims,
  type ClaimsInput,
  keySetText,
  type MintedKey,
  makeKeyId,
  mintKey,
  mintSentinel,
  parseKeyId,
  renderJwk,
} from '@lostwax/core';
import type { TestCertificate } from './certificate.ts';

/** Options of a publisher. */
export interface PublisherOptions {
  /** Without it, `http:`. */
  readonly certificate?: TestCertificate;
  /** The host in the issuer's URL; it always listens on 127.0.0.1. */
  readonly host?: string;
}

/** A key of a publisher. */
export interface PublishedKey extends MintedKey {
  readonly keyId: string;
}

/**
 * Publishes the key set of one workspace, `demo`, without an authority: for testing how a gateway handles key sets and tokens
 * that an authority would never issue.
 */
export interface Publisher {
  readonly issuer: string;
  readonly audience: string;
  readonly prefix: string;
  readonly algorithm: AlgorithmName;
  /** Issues and publishes a key; `over` replaces parts of the input for its claims. */
  issue(over?: Partial<ClaimsInput>): PublishedKey;
  revoke(keyId: string): void;
  /** From now on, every document has this text; `undefined` restores the key set. */
  answerWith(text: string | undefined): void;
  /** How often a document was requested, by path. */
  readonly requests: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const workspace = 'demo';
const algorithm = 'ES256';

export async function startPublisher(options: PublisherOptions = {}): Promise<Publisher> {
  const { certificate, host = '127.0.0.1' } = options;
  const sentinel = renderJwk(mintSentinel(workspace, algorithm));
  const published = new Map<string, { shard: string; jwk: string }>();
  const requests = new Map<string, number>();
  let fixed: string | undefined;

  const answer: RequestListener = (request, response) => {
    const path = request.url ?? '';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    response.setHeader('content-type', 'application/json').end(fixed ?? document(path));
  };
  function document(path: string): string {
    const shard = /\/jwks\/([0-9a-f]{2})\.json$/.exec(path)?.[1];
    const entries = [...published.values()]
      .filter((key) => shard === undefined || key.shard === shard)
      .map(({ jwk }) => jwk);
    return keySetText(entries.join(','), sentinel);
  }

  const server =
    certificate === undefined
      ? createServer(answer)
      : createSecureServer({ cert: certificate.certificate, key: certificate.key }, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const issuer = `${certificate === undefined ? 'http' : 'https'}://${host}:${port}/${workspace}`;

  return {
    issuer,
    audience: workspace,
    prefix: workspace,
    algorithm,
    issue(over = {}) {
      const keyId = makeKeyId(workspace);
      const claims = buildClaims({
        issuer,
        customer: 'customer-1',
        audience: workspace,
        keyId,
        issuedAtSeconds: Math.floor(Date.now() / 1000),
        scopes: ['read', 'write'],
        claims: {},
        ...over,
      });
      const key = mintKey({ algorithm, keyId, claims });
      published.set(keyId, { shard: parseKeyId(keyId).shard, jwk: renderJwk(key.publicJwk) });
      return { keyId, ...key };
    },
    revoke(keyId) {
      published.delete(keyId);
    },
    answerWith(text) {
      fixed = text;
    },
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
