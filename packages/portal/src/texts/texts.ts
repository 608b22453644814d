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
    if (tag !== undefined && isLanguage(language)) return { language, tag, texts: languages[language].texts };
  }
  return { language: 'en', tag: 'en', texts: en };
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
