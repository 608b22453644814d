export { closeServer, holdConnections, MOST_HEADER_BYTES, serverOptions } from './connections.ts';
export {
  answerMalformed,
  type ReadyAnswer,
  type Refuse,
  type RequestFault,
  wellFormed,
} from './malformed.ts';
