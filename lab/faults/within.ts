/** Longest step of a round, with time to spare for a slow machine. */
const LONGEST_STEP_MS = 120_000;

/**
 * Waits for one step of a round, but not forever. What hangs is left to the end of this process.
 *
 * @param step - Named in the error.
 */
export async function within<T>(step: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Not finished after ${LONGEST_STEP_MS / 1_000} s: ${step}.`)),
      LONGEST_STEP_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
