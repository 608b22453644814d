import type { IncomingMessage, ServerResponse } from 'node:http';
import { whenKnown } from '@lostwax/contract';
import { proofIn } from '@lostwax/verifier';
import type { Log } from '../log.ts';
import { type Answer, acceptance, passage, problem } from './answers.ts';
import { type Judge, type Judged, judge, withCertificate } from './judge.ts';
import type { Seen } from './open-rules.ts';
import { readAsked } from './scopes.ts';

/** Answers a request, or passes it on. */
export type Door = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * The handler for gateways that ask before they let a request through: `/verify`, `/verify/<anything>`,
 * `/verify?scope=a+b` and `/verify-scope/a+b/<anything>`, with any method.
 *
 * @param elsewhere - Handles all other paths.
 */
export function forwardAuth(judging: Judge, elsewhere: Door, log: Log): Door {
  return (request, response) => {
    const failed = (error: unknown): void => {
      // An unexpected error, so the request is not let through.
      log.error({ err: error }, 'a request could not be checked');
      fail(judging, response);
    };
    try {
      const asked = readAsked(request.url ?? '');
      if (asked === 'not_found') {
        elsewhere(request, response);
      } else if (asked === 'scopes_unreadable') {
        judging.count(asked);
        send(response, problem(asked));
      } else {
        const { reader, certificateOf } = judging;
        const sent = withCertificate(
          reader.fromLines(request.rawHeaders, request.url),
          certificateOf(request),
        );
        whenKnown(
          judge(judging, sent, asked.options, seenBy(request, asked.target)),
          (judged) => send(response, answerTo(judged, judging, request)),
          failed,
        );
      }
    } catch (error) {
      failed(error);
    }
  };
}

function answerTo(judged: Judged, { cors }: Judge, request: IncomingMessage): Answer {
  if ('keyId' in judged) return acceptance(judged);
  return 'open' in judged ? passage(judged.open) : cors(judged, () => request.headers.origin);
}

/** The parts of a request that are used if it has no valid key. */
export function seenBy(request: IncomingMessage, target: string | undefined): Seen {
  const { method = '', rawHeaders } = request;
  // Node builds the headers on first access, which costs more than the rest of a refusal.
  return {
    method,
    target,
    header: (name) => request.headers[name]?.toString(),
    proof: () => proofIn(rawHeaders),
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
