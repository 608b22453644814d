import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusal } from '@lostwax/verifier';
import type { GateState } from '../phase.ts';
import { problem, refused } from './answers.ts';
import { type Door, send } from './forward-auth.ts';

/** What the pages about the gate itself are made from. */
export interface StatusSource {
  /** Whether the gate can receive requests: its sets are loaded, and it is not shutting down. */
  readonly state: () => GateState;
  /** Metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

/**
 * `/healthz` (the process answers), `/readyz` (its sets are fresh) and `/metrics`; 404 for everything else.
 */
export function statusPages({ state, metrics }: StatusSource): Door {
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === '/healthz') plain(request, response, 'text/plain', 'ok\n');
    else if (path === '/readyz') {
      const now = state();
      if (now === 'ready') plain(request, response, 'text/plain', 'ready\n');
      else send(response, now === 'stale' ? refused(refusal('set_stale')) : problem('shutting_down'));
    } else if (path === '/metrics') {
      metrics().then(
        (text) => plain(request, response, 'text/plain; version=0.0.4; charset=utf-8', text),
        () => send(response, problem('gate_failed')),
      );
    } else send(response, problem('not_found'));
  };
}

function plain(request: IncomingMessage, response: ServerResponse, type: string, text: string): void {
  const length = `${Buffer.byteLength(text)}`;
  response.writeHead(200, ['content-type', type, 'cache-control', 'no-store', 'content-length', length]);
  response.end(request.method === 'HEAD' ? undefined : text);
}
