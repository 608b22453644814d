import { Socket } from 'node:net';

/**
 * A connection that sends the statements of one turn of the event loop in one write. The driver corks it for each statement alone,
 * and every write costs a call of the kernel and wakes the server.
 */
export class TurnSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork());
  }
}
