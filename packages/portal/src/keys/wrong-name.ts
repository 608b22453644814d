import type { Texts } from '../texts/texts.ts';

/** What is wrong with a name for a key, in words; undefined of a good one. */
export function wrongName(name: string, { create }: Texts): string | undefined {
  if (/\p{Cc}/u.test(name)) return create.wrongControl;
  return name.trim() === '' ? create.wrongName : undefined;
}
