import { parentsGone } from './parents.ts';

/**
 * Resolves at the first SIGTERM or SIGINT, or when the program that started this one is gone, even killed: one with a channel to it, or npx.
 * A second Ctrl-C ends it at once, for who will not wait. A second SIGTERM does not: who started this may pass on the one that it got
 * itself, and what is under way is still to be answered.
 *
 * @returns Whether clients should be given time to go elsewhere: an orchestrator sends SIGTERM, a person at a terminal Ctrl-C.
 */
export function stopSignal(): Promise<{ readonly drain: boolean }> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve({ drain: true }));
    process.once('disconnect', () => resolve({ drain: false }));
    process.channel?.unref();
    // npx passes no signal on to what it runs.
    if (process.env['npm_command'] === 'exec') void parentsGone().then(() => resolve({ drain: false }));
    process.once('SIGINT', () => {
      resolve({ drain: false });
      process.once('SIGINT', () => process.exit(130));
    });
  });
}
