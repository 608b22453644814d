import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { whenKnown } from '@lostwax/contract';
import type { Tracing } from '@lostwax/server';
import { problem } from '../door/answers.ts';
import type { Log } from '../log.ts';
import { type CheckParts, check, denied, SCOPE_NAME } from './check.ts';
import { authorizationService, type CheckRequest, type CheckResponse } from './protocol.ts';

/** Envoy's ext_authz over gRPC, in one thread. */
export interface ExtAuthz {
  /** The server to listen with. */
  readonly server: NetServer;
  close(graceMilliseconds: number): Promise<void>;
}

/**
 * Limits the size of a check, which contains a request's headers, and its body only if Envoy is configured to
 * send it.
 */
const MOST_BYTES = 1_048_576;

type Handler = (
  call: ServerUnaryCall<CheckRequest, CheckResponse>,
  reply: sendUnaryData<CheckResponse>,
) => void;

/** Envoy sends its own span as metadata if it traces; otherwise, the client may have sent one to it. */
function traced(handler: Handler, tracing: Tracing): Handler {
  return (call, reply) => {
    const { headers } = call.request.attributes?.request?.http ?? {};
    const parent = call.metadata.get('traceparent')[0] ?? headers?.['traceparent'];
    const span = tracing.receive('envoy.service.auth.v3.Authorization/Check', parent, {
      'rpc.system': 'grpc',
    });
    const end: sendUnaryData<CheckResponse> = (error, answered) => {
      if (answered) span.set({ 'lostwax.check.status_code': answered.status.code });
      span.end();
      reply(error, answered);
    };
    tracing.within(span, () => handler(call, end));
  };
}

/** The gRPC library cannot share a port among threads, so connections are accepted here and passed to it. */
export function extAuthz(parts: CheckParts, log: Log, tracing?: Tracing): ExtAuthz {
  const grpc = new Server({ 'grpc.max_receive_message_length': MOST_BYTES });
  const answer: Handler = (call, reply) => {
    const failed = (error: unknown): void => {
      // An unexpected error, so the request is not let through.
      log.error({ err: error }, 'a check from Envoy could not be answered');
      parts.judging.count('gate_failed');
      reply(null, denied(problem('gate_failed')));
    };
    try {
      whenKnown(
        check(parts, call.request, call.metadata.get(SCOPE_NAME).map(String)),
        (answered) => reply(null, answered),
        failed,
      );
    } catch (error) {
      failed(error);
    }
  };
  grpc.addService(authorizationService(), {
    Check: tracing === undefined ? answer : traced(answer, tracing),
  });
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  return {
    server,
    async close(graceMilliseconds) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      injector.drain(graceMilliseconds);
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMilliseconds);
      await closed;
      clearTimeout(cut);
      injector.destroy();
      grpc.forceShutdown();
    },
  };
}
