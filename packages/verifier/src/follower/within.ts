import { asFeedError, FeedError } from './feed-error.ts';

/**
 * Runs a request that must end within a time, and aborts it afterwards.
 *
 * @param what - For messages, such as `The head`.
 * @throws {@link FeedError} `timeout` if it takes longer.
 */
export async function within<T>(
  limitMilliseconds: number,
  what: string,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new FeedError('timeout', `${what} did not arrive within ${limitMilliseconds / 1000} s.`);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(late), limitMilliseconds);
  try {
    return await request(abort.signal);
  } catch (error) {
    throw abort.signal.aborted ? late : asFeedError(error);
  } finally {
    clearTimeout(timer);
  }
}
