import { type Language, useLocale } from '../../texts/texts.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** Every text that only the console has. */
export type ConsoleTexts = typeof en;

const languages: Readonly<Record<Language, ConsoleTexts>> = { en, de };

export function useConsoleTexts(): ConsoleTexts {
  return languages[useLocale().language];
}
