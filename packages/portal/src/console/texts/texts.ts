import { type Language, type Locale, useLocale } from '../../texts/texts.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** All texts that only the console has. */
export type ConsoleTexts = typeof en;

const languages: Readonly<Record<Language, ConsoleTexts>> = { en, de };

export function useConsoleTexts(): ConsoleTexts {
  return languages[useLocale().language];
}

/** The shared texts, with the console's own where the portal's refer customers to the provider: the console's user is the provider. */
export function withConsoleTexts({ language, tag, texts }: Locale): Locale {
  const { live, usage } = languages[language];
  const { codes, ...errors } = languages[language].errors;
  return {
    language,
    tag,
    texts: {
      ...texts,
      live: { ...texts.live, ...live },
      usage: { ...texts.usage, ...usage },
      errors: { ...texts.errors, ...errors, codes: { ...texts.errors.codes, ...codes } },
    },
  };
}
