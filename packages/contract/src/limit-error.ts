/**
 * A string or file of the feed is longer than spec/feed.md allows. Its message never contains the
 * content.
 */
export class LimitError extends RangeError {
  override readonly name = 'LimitError';
}
