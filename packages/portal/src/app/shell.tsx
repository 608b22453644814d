import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useSignal } from '../api/signal.ts';
import { useLocale } from '../texts/texts.ts';
import { TabLinks } from '../ui/tabs.tsx';
import { useFrame } from './frame.tsx';
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
  /** At the right of the brand: the way back, and the menu of the person. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** Top bar, navigation and screen: the same for portal and console. */
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
          <TabLinks
            items={places.map(({ to, name, current = place.startsWith(to) }) => ({
              label: name,
              href: to,
              current,
            }))}
            label={texts.shell.navigation}
          />
        </div>
      </header>
      <LostConnection />
      <main className="wide">{children}</main>
    </div>
  );
}

/** Shows when the last request failed to arrive; the screen stays, and reloads automatically. */
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
