import { QueryClientProvider } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { makeQueryClient } from '../api/queries.ts';
import { chooseLocale, LocaleContext } from '../texts/texts.ts';
import { useFocusKept } from '../ui/focus.ts';
import { ToastRegion } from '../ui/toast.tsx';
import { accentProperties } from './accent.ts';
import { UnlessBroken } from './broken.tsx';
import { remember, remembered, rememberedTheme } from './remembered.ts';

export type Theme = 'auto' | 'light' | 'dark';

/** What belongs to the whole page or element: how it looks, its language, and where dialogs are put. */
export interface Frame {
  readonly theme: Theme;
  /** Remembered in this browser, as is the language; `auto` and undefined forget it. */
  chooseTheme(theme: Theme): void;
  readonly chosenLanguage: string | undefined;
  chooseLanguage(language: string | undefined): void;
  /** A session's own wishes; null are none. */
  wish(wishes: { readonly color: string | null; readonly locale: string | null }): void;
  /** Dialogs are put here, inside the shadow root where there is one. */
  readonly layer: HTMLElement | null;
  /** False in the element: the page around it has its own title, theme and address. */
  readonly ownsPage: boolean;
  /** Of a screen's own heading: 1, unless the page around the element says otherwise. */
  readonly headingLevel: number;
}

const FrameContext = createContext<Frame | undefined>(undefined);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === undefined) throw new Error('A part of the pages is outside of <FrameRoot>.');
  return frame;
}

export interface FrameRootProps {
  readonly ownsPage: boolean;
  readonly children: ReactNode;
  /** The element's attributes. */
  readonly theme?: Theme | undefined;
  readonly locale?: string | undefined;
  readonly color?: string | undefined;
  readonly headingLevel?: number;
}

/** The outermost part of the portal, the console and the element: class `lostwax`, texts, colors, data. */
export function FrameRoot({
  ownsPage,
  children,
  theme: asked = 'auto',
  locale,
  color,
  headingLevel = 1,
}: FrameRootProps) {
  const root = useRef<HTMLDivElement>(null);
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  const [chosenTheme, setTheme] = useState<Theme | undefined>(() =>
    ownsPage ? rememberedTheme() : undefined,
  );
  const [language, setLanguage] = useState(() => (ownsPage ? remembered('language') : undefined));
  const [wishes, wish] = useState<{ color: string | null; locale: string | null }>({
    color: null,
    locale: null,
  });
  const [queryClient] = useState(makeQueryClient);
  useFocusKept(root);
  const theme = chosenTheme ?? asked;
  const localeNow = useMemo(
    () => chooseLocale([language, locale, wishes.locale, ...navigator.languages]),
    [language, locale, wishes.locale],
  );
  // By the object model, since the pages' policy allows no style attribute in markup; before anything is drawn in another color.
  useLayoutEffect(() => {
    const style = root.current?.style;
    for (const [name, value] of Object.entries(accentProperties(color ?? wishes.color)))
      style?.setProperty(name, value);
  }, [color, wishes.color]);
  useEffect(() => {
    if (ownsPage) document.documentElement.lang = localeNow.language;
  }, [ownsPage, localeNow.language]);
  // The page behind it, which shows where a page is shorter than the window and while one scrolls past its end.
  useEffect(() => {
    if (ownsPage) document.documentElement.dataset['theme'] = theme;
  }, [ownsPage, theme]);
  const frame = useMemo<Frame>(
    () => ({
      theme,
      chooseTheme(chosen) {
        setTheme(chosen);
        remember('theme', chosen === 'auto' ? undefined : chosen);
      },
      chosenLanguage: language,
      chooseLanguage(chosen) {
        setLanguage(chosen);
        remember('language', chosen);
      },
      wish,
      layer,
      ownsPage,
      headingLevel,
    }),
    [theme, language, layer, ownsPage, headingLevel],
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
            <ToastRegion>
              <UnlessBroken>{children}</UnlessBroken>
            </ToastRegion>
            <div ref={setLayer} />
          </div>
        </QueryClientProvider>
      </FrameContext>
    </LocaleContext>
  );
}
