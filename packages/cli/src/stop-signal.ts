/**
 * Resolves at the first SIGTERM or SIGINT, or when a program that started this with a channel to it is gone, even killed.
 * A second Ctrl-C ends it at once, for who will not wait. A second SIGTERM does not: who started this may pass on the one that it got
 * itself, and what is under way is still to be answered.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
    process.once('disconnect', () => resolve());
    process.channel?.unref();
    process.once('SIGINT', () => {
      resolve();
      process.once('SIGINT', () => process.exit(130));
    });
  });
}
