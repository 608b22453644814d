import { type Language, useLocale } from '../../../texts/texts.ts';
import { de } from './de.ts';
import { en } from './en.ts';

export type OwnTexts = typeof en;

const languages: Readonly<Record<Language, OwnTexts>> = { en, de };

/** The texts of the forms for a customer's own certificate or public key. */
export function useOwnTexts(): OwnTexts {
  return languages[useLocale().language];
}
