/** A text or file of the feed is longer than spec/feed.md allows. Its message never holds what is in it. */
export class LimitError extends RangeError {
  override readonly name = 'LimitError';
}
