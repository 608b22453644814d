/**
 * Runs work now, and again after each pause until stopped.
 *
 * @param failed - Called when a run fails; the next one tries again.
 * @returns A function that stops it and resolves when no work is in progress.
 */
export function repeat(
  work: () => Promise<void>,
  pauseMilliseconds: number,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    await work().catch(failed);
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, pauseMilliseconds);
  };
  let running = run();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
