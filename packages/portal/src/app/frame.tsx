import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { makeQueryClient } from '../api/queries.ts';
import { chooseLocale, LocaleContext } from '../texts/texts.ts';
import { useFocusKept } from '../ui/focus.ts';
import { accentProperties } from './accent.ts';
import { UnlessBroken } from './broken.tsx';

export type Theme = 'auto' | 'light' | 'dark';

/** What belongs to the whole page or element: how it looks, its language, and where dialogs are put. */
export interface Frame {
  readonly theme: Theme;
  setTheme(theme: Theme): void;
  setLanguage(language: string): void;
  /** A session's own wishes; null are none. */
  wish(wishes: { readonly colour: string | null; readonly locale: string | null }): void;
  /** Dialogs are put here, inside the shadow root where there is one. */
  readonly layer: HTMLElement | null;
  /** False in the element: the page around it has its own title, theme and address. */
  readonly ownsPage: boolean;
}

const FrameContext = createContext<Frame | undefined>(undefined);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === undefined) throw new Error('A part of the pages stands outside of <FrameRoot>.');
  return frame;
}

export interface FrameRootProps {
  readonly ownsPage: boolean;
  readonly children: ReactNode;
  /** The element's attributes. */
  readonly theme?: Theme | undefined;
  readonly locale?: string | undefined;
  readonly colour?: string | undefined;
}

/** The outermost part of the portal, the console and the element: class `lostwax`, texts, colours, data. */
export function FrameRoot({ ownsPage, children, theme: asked = 'auto', locale, colour }: FrameRootProps) {
  const root = useRef<HTMLDivElement>(null);
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  const [chosenTheme, setTheme] = useState<Theme>();
  const [language, setLanguage] = useState<string>();
  const [wishes, wish] = useState<{ colour: string | null; locale: string | null }>({
    colour: null,
    locale: null,
  });
  const [queryClient] = useState(makeQueryClient);
  useFocusKept(root);
  const theme = chosenTheme ?? asked;
  const localeNow = useMemo(
    () => chooseLocale([language, locale, wishes.locale, ...navigator.languages]),
    [language, locale, wishes.locale],
  );
  // By the object model, since the pages' policy allows no style attribute in markup.
  useEffect(() => {
    const style = root.current?.style;
    for (const [name, value] of Object.entries(accentProperties(colour ?? wishes.colour)))
      style?.setProperty(name, value);
  }, [colour, wishes.colour]);
  useEffect(() => {
    if (ownsPage) document.documentElement.lang = localeNow.language;
  }, [ownsPage, localeNow.language]);
  const frame = useMemo<Frame>(
    () => ({ theme, setTheme, setLanguage, wish, layer, ownsPage }),
    [theme, layer, ownsPage],
  );
  return (
    <LocaleContext value={localeNow}>
      <FrameContext value={frame}>
        <QueryClientProvider client={queryClient}>
          <div
            className="lostwax"
            data-embedded={ownsPage ? undefined : true}
            data-theme={theme}
            lang={localeNow.language}
            ref={root}
          >
            <UnlessBroken>{children}</UnlessBroken>
            <div ref={setLayer} />
          </div>
        </QueryClientProvider>
      </FrameContext>
    </LocaleContext>
  );
}
