export { type Claim, claim } from './claim.ts';
export { closeServer, holdConnections, MOST_HEADER_BYTES, serverOptions } from './connections.ts';
export {
  answerMalformed,
  type ReadyAnswer,
  type Refuse,
  type RequestFault,
  wellFormed,
} from './malformed.ts';
export { startTracing } from './start-tracing.ts';
export { knownMethod } from './tracing/method.ts';
export type { Variables as TracingVariables } from './tracing/settings.ts';
export { readTraceParent } from './tracing/trace-parent.ts';
export { tracedFetch } from './tracing/traced-fetch.ts';
export type { Span, Tracing } from './tracing/tracing.ts';
