/** The non-empty lines of a text, trimmed. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A whole number above 0; null for nothing; undefined for what is neither. */
export function numberOrNone(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const number = Number(text.trim());
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
