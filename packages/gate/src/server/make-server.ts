import { createServer, type Server } from 'node:http';
import { answerMalformed, holdConnections, type Refuse, serverOptions, wellFormed } from '@lostwax/server';
import { problem } from '../door/answers.ts';
import type { Door } from '../door/forward-auth.ts';
import type { Count } from '../door/judge.ts';

/** What a server of the gate answers with. */
export interface ServerParts {
  readonly door: Door;
  /** For requests that wait for `100 Continue`; without it, `door` gives them their answer straight away. */
  readonly waitingDoor?: Door;
  /** Counts what is no request. */
  readonly count: Count;
  /** How long a request may take to come in. 0: as long as it takes; the upstream's own time-out ends those that stand still. */
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
