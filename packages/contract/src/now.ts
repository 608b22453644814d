/** Usually the value itself; a promise if something must be waited for first. */
export type Now<T> = T | Promise<T>;

/** Transforms a value immediately if it is there, within the same turn of the event loop. */
export function mapNow<T, U>(value: Now<T>, transform: (value: T) => Now<U>): Now<U> {
  return value instanceof Promise ? value.then(transform) : transform(value);
}

/**
 * Passes a value on immediately if it is there, within the same turn of the event loop.
 *
 * @param failed - Gets every error after a wait. An immediate error is thrown.
 */
export function whenKnown<T>(
  value: Now<T>,
  then: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  if (value instanceof Promise) value.then(then).catch(failed);
  else then(value);
}
