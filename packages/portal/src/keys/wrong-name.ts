import type { Texts } from '../texts/texts.ts';

/** The error message for a key name; undefined if the name is valid. */
export function wrongName(name: string, { create }: Texts): string | undefined {
  if (/\p{Cc}/u.test(name)) return create.wrongControl;
  return name.trim() === '' ? create.wrongName : undefined;
}
