import { createServer, type Server } from 'node:http';
import { answerMalformed, holdConnections, type Refuse, serverOptions, wellFormed } from '@lostwax/server';
import { problem } from '../door/answers.ts';
import type { Door } from '../door/forward-auth.ts';
import type { Count } from '../door/judge.ts';

/** The handlers of one of the gate's servers. */
export interface ServerParts {
  readonly door: Door;
  /** For requests that wait for `100 Continue`. Without it, `door` answers them directly. */
  readonly waitingDoor?: Door;
  /** Counts what is not a valid HTTP request. */
  readonly count: Count;
  /** Maximum time to receive a request. 0: no limit, if the upstream's own timeout ends stalled requests. */
  readonly requestMilliseconds: number;
}

export function makeServer({ door, waitingDoor = door, count, requestMilliseconds }: ServerParts): Server {
  const server = createServer({ ...serverOptions, requestTimeout: requestMilliseconds });
  const refuse: Refuse = (fault) => {
    count(fault);
    return problem(fault);
  };
  holdConnections(server);
  server.on('request', wellFormed(door, refuse));
  server.on('checkContinue', wellFormed(waitingDoor, refuse));
  answerMalformed(server, refuse);
  return server;
}
