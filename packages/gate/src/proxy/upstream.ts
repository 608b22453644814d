import { type Agent, request as askHttp, type ClientRequest, Agent as HttpAgent } from 'node:http';
import { request as askHttps, Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { withoutBrackets } from '@lostwax/contract';
import { MOST_HEADER_BYTES } from '@lostwax/server';
import type { OutgoingHeaders } from './request-headers.ts';

/** The API behind the gate, and the connections to it. */
export interface Upstream {
  /**
   * A request to it, of which nothing has been sent yet.
   *
   * @param fresh - Takes a new connection, used once, instead of one that may be open already.
   */
  ask(method: string, path: string, headers: OutgoingHeaders, fresh: boolean): ClientRequest;
  close(): void;
}

/** Connections at once, in one thread, of either kind. */
const MOST_SOCKETS = 1_024;
/** Between two requests on a connection. Where the upstream says a shorter time (`Keep-Alive: timeout=`), Node keeps to that. */
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
  // Otherwise Node takes the name from the client's Host header, and the client would choose whose certificate is good.
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
