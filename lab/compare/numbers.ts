/** How figures are written for readers. */

/** Three digits that count. */
export function number(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

export function milliseconds(value: number): string {
  return `${number(value)} ms`;
}

export function count(keys: number): string {
  return keys === 1 ? '1 key' : `${keys.toLocaleString('en')} keys`;
}
