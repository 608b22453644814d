import { type Agent, request as askHttp, type ClientRequest, Agent as HttpAgent } from 'node:http';
import { request as askHttps, Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { withoutBrackets } from '@lostwax/contract';
import { MOST_HEADER_BYTES } from '@lostwax/server';
import type { OutgoingHeaders } from './request-headers.ts';

/** The API behind the gate, and the connections to it. */
export interface Upstream {
  /**
   * Starts a request without sending anything yet.
   *
   * @param fresh - Opens a new connection, used once, instead of reusing an open one.
   */
  ask(method: string, path: string, headers: OutgoingHeaders, fresh: boolean): ClientRequest;
  close(): void;
}

/** Maximum number of connections of each kind per thread. */
const MOST_SOCKETS = 1_024;
/**
 * Idle time of a connection. If the upstream announces a shorter one (`Keep-Alive: timeout=`), Node respects
 * it.
 */
const IDLE_MILLISECONDS = 60_000;

/** @param origin - Such as `http://[::1]:8080`. */
export function upstreamAt(origin: string, timeoutSeconds: number): Upstream {
  const { protocol, hostname, port } = new URL(origin);
  const [ask, Pool] =
    protocol === 'https:' ? ([askHttps, HttpsAgent] as const) : ([askHttp, HttpAgent] as const);
  const shared = { maxSockets: MOST_SOCKETS, noDelay: true };
  const kept: Agent = new Pool({ ...shared, keepAlive: true, timeout: IDLE_MILLISECONDS });
  const single: Agent = new Pool({ ...shared, keepAlive: false });
  const host = withoutBrackets(hostname);
  // Otherwise Node takes the name from the client's Host header, and the client could choose whose
  // certificate is accepted.
  const servername = isIP(host) === 0 ? host : '';
  return {
    ask: (method, path, headers, fresh) =>
      ask({
        ...{ host, port, method, path, headers },
        agent: fresh ? single : kept,
        ...(protocol === 'https:' && { servername }),
        timeout: timeoutSeconds * 1_000,
        maxHeaderSize: MOST_HEADER_BYTES,
      }),
    close() {
      kept.destroy();
      single.destroy();
    },
  };
}
