/** Allows one run at a time. Calls during a run share the next one, which starts after they were made. */
export function shared(run: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= last.then(() => {
      next = undefined;
      const running = run();
      last = running.catch(() => {});
      return running;
    });
    return next;
  };
}
