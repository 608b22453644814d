import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredential } from '@lostwax/verifier';
import type { Log } from '../log.ts';
import { type Answer, acceptance, problem } from './answers.ts';
import { type Judge, judge } from './judge.ts';
import { readAsked } from './scopes.ts';

/** Answers a request, or says that it is for somebody else. */
export type Door = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The door for gateways that ask before they let a request through: `/verify`, `/verify/<anything>`, `/verify?scope=a+b` and
 * `/verify-scope/a+b/<anything>`, by any method.
 *
 * @param elsewhere - Takes all other addresses.
 */
export function forwardAuth(judging: Judge, elsewhere: Door, log: Log): Door {
  return (request, response) => {
    try {
      const asked = readAsked(request.url ?? '');
      if (asked === 'not_found') {
        elsewhere(request, response);
      } else if (asked === 'scopes_unreadable') {
        judging.count(asked);
        send(response, problem(asked));
      } else {
        const judged = judge(judging, readCredential(request.rawHeaders), asked);
        send(response, 'keyId' in judged ? acceptance(judged) : judged);
      }
    } catch (error) {
      // What went wrong is not known, and so the request is not let through.
      log.error({ err: error }, 'a request could not be judged');
      fail(judging, response);
    }
  };
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers as string[]);
  response.end(body);
}

function fail({ count }: Judge, response: ServerResponse): void {
  count('gate_failed');
  if (response.headersSent) response.destroy();
  else send(response, problem('gate_failed'));
}
