import { type Language, type Locale, useLocale } from '../../texts/texts.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** Every text that only the console has. */
export type ConsoleTexts = typeof en;

const languages: Readonly<Record<Language, ConsoleTexts>> = { en, de };

export function useConsoleTexts(): ConsoleTexts {
  return languages[useLocale().language];
}

/** The shared texts, with the console's words for errors: the portal's send a customer to the provider, and here that is the reader. */
export function withConsoleErrors({ language, tag, texts }: Locale): Locale {
  const { codes, ...errors } = languages[language].errors;
  return {
    language,
    tag,
    texts: {
      ...texts,
      errors: { ...texts.errors, ...errors, codes: { ...texts.errors.codes, ...codes } },
    },
  };
}
