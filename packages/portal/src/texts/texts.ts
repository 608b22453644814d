import { createContext, useContext } from 'react';
import { de } from './de.ts';
import { en } from './en.ts';

/** Every text of the pages; the first language says which there are. */
export type Texts = typeof en;

export type Language = 'en' | 'de';

/** One file a language; to add one, add its file and its line. */
export const languages: Readonly<Record<Language, { readonly name: string; readonly texts: Texts }>> = {
  en: { name: 'English', texts: en },
  de: { name: 'Deutsch', texts: de },
};

export interface Locale {
  readonly language: Language;
  /** For Intl: the language with the reader's own region where it has one. */
  readonly tag: string;
  readonly texts: Texts;
}

/** The first wish that there are texts for: the session's locale, then what the browser asks for; else English. */
export function chooseLocale(wishes: readonly (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    const tag = canonical(wish);
    const language = tag?.split('-')[0];
    if (tag !== undefined && isLanguage(language))
      return { language, tag: withRegion(tag, wishes), texts: languages[language].texts };
  }
  return { language: 'en', tag: withRegion('en', wishes), texts: en };
}

/**
 * A language as it is written where the reader is. "English" alone is American to a browser; a reader from elsewhere who chooses it does not
 * want the month before the day.
 */
function withRegion(tag: string, wishes: readonly (string | null | undefined)[]): string {
  const own = new Intl.Locale(tag);
  if (own.region !== undefined) return tag;
  const others = wishes.flatMap((wish) => canonical(wish) ?? []).map((wish) => new Intl.Locale(wish));
  const of = others.filter(({ region }) => region !== undefined);
  const region = (of.find(({ language }) => language === own.language) ?? of[0])?.region;
  if (region !== undefined) return new Intl.Locale(tag, { region }).toString();
  // World English for who has not asked for English by himself.
  return own.language === 'en' && others.some(({ language }) => language !== 'en') ? 'en-001' : tag;
}

function canonical(tag: string | null | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag ?? undefined)[0];
  } catch {
    // A locale that is none is no wish.
    return undefined;
  }
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(languages, text);
}

export const LocaleContext = createContext<Locale>(chooseLocale([]));

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

export function useTexts(): Texts {
  return useContext(LocaleContext).texts;
}
