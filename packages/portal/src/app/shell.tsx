import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useSignal } from '../api/signal.ts';
import { languages, useLocale } from '../texts/texts.ts';
import { type Theme, useFrame } from './frame.tsx';
import { useSession } from './session.tsx';

export interface Place {
  readonly to: string;
  readonly name: string;
  /** Whether one is there, where the address alone does not say so. */
  readonly current?: boolean;
}

export interface ShellProps {
  /** Who offers this, and for whom. */
  readonly brand: ReactNode;
  /** Places below the session and their names, in the order in which they are shown. */
  readonly places: readonly Place[];
  /** At the right of the brand: the way back, the way out. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** Top, navigation, screen and foot: the same for portal and console. */
export function Shell({ brand, places, actions, children }: ShellProps) {
  const { texts } = useLocale();
  const { ownsPage } = useFrame();
  const [place] = useLocation();
  return (
    <div className="shell">
      <header className="top">
        <div className="wide">
          {ownsPage && (
            <div className="brand">
              {brand}
              <div className="buttons">{actions}</div>
            </div>
          )}
          <nav aria-label={texts.shell.navigation} className="nav">
            {places.map(({ to, name, current = place.startsWith(to) }) => (
              <Link aria-current={current ? 'page' : undefined} href={to} key={to}>
                {name}
              </Link>
            ))}
          </nav>
        </div>
      </header>
      <LostConnection />
      <main className="wide">{children}</main>
      {ownsPage && <Foot />}
    </div>
  );
}

/** Says so while the last request did not arrive; what is on the screen stays, and is read anew by itself. */
function LostConnection() {
  const { texts } = useLocale();
  const lost = useSignal(useSession().connection.lost);
  return (
    <div role="status">
      {lost && (
        <div className="banner">
          <div className="wide">{texts.states.lostConnection}</div>
        </div>
      )}
    </div>
  );
}

const themes: readonly Theme[] = ['auto', 'light', 'dark'];

export function Foot() {
  const { texts, language } = useLocale();
  const { theme, setTheme, setLanguage } = useFrame();
  return (
    <footer className="wide foot">
      <label>
        {texts.shell.language}
        <select onChange={(event) => setLanguage(event.target.value)} value={language}>
          {Object.entries(languages).map(([code, { name }]) => (
            <option key={code} lang={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {texts.shell.theme}
        <select onChange={(event) => setTheme(event.target.value as Theme)} value={theme}>
          {themes.map((name) => (
            <option key={name} value={name}>
              {texts.shell.themes[name]}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}
