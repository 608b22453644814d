/** A number of days, no expiration, or a custom date. */
export type ExpiryChoice = '30' | '90' | '365' | 'never' | 'own';

const DAY_SECONDS = 86_400;

/**
 * The choices within the workspace's maximum lifetime.
 *
 * @param longestLifeSeconds - Null: no maximum, so no expiration is a choice too.
 */
export function expiryChoices(longestLifeSeconds: number | null): readonly ExpiryChoice[] {
  const days = (['30', '90', '365'] as const).filter(
    (choice) => longestLifeSeconds === null || Number(choice) * DAY_SECONDS <= longestLifeSeconds,
  );
  return [...days, ...(longestLifeSeconds === null ? (['never'] as const) : []), 'own'];
}

/**
 * The chosen expiration as RFC 3339; `undefined` for none, or for the workspace's maximum lifetime. The authority computes the
 * latter: with the user's clock, which may be fast, it could be slightly too long and be refused.
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

/** The last second of a day such as `2030-01-31` in the user's time zone, in milliseconds since the Unix epoch; NaN if it isn't a date. */
export function endOfDay(day: string): number {
  return new Date(`${day}T23:59:59`).getTime();
}
