/** Days, or what is said otherwise. */
export type ExpiryChoice = '30' | '90' | '365' | 'never' | 'own';

const DAY_SECONDS = 86_400;

/**
 * The choices that the workspace's longest life leaves.
 *
 * @param longestLifeSeconds - Null: any, and for ever too.
 */
export function expiryChoices(longestLifeSeconds: number | null): readonly ExpiryChoice[] {
  const days = (['30', '90', '365'] as const).filter(
    (choice) => longestLifeSeconds === null || Number(choice) * DAY_SECONDS <= longestLifeSeconds,
  );
  return [...days, ...(longestLifeSeconds === null ? (['never'] as const) : []), 'own'];
}

/**
 * The chosen end as RFC 3339; `undefined`: none, or the longest life that the workspace allows. That is the authority's to count: by the
 * reader's clock, which may be ahead, it would be a little too long and refused.
 */
export function expiryOf(
  choice: ExpiryChoice,
  day: string,
  now: number,
  longestLifeSeconds: number | null,
): string | undefined {
  if (choice === 'never' || Number(choice) * DAY_SECONDS === longestLifeSeconds) return undefined;
  const at = choice === 'own' ? endOfDay(day) : now + Number(choice) * DAY_SECONDS * 1_000;
  return new Date(at).toISOString();
}

/** The last second of a day `2030-01-31` where the reader is, in milliseconds since the Unix epoch; NaN of no day. */
export function endOfDay(day: string): number {
  return new Date(`${day}T23:59:59`).getTime();
}
