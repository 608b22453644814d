import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Router } from 'wouter';
import { useAskBeforeClosing } from '../app/ask-before-closing.ts';
import { useTexts } from '../texts/texts.ts';
import { LeaveDialog } from '../ui/leave-dialog.tsx';

type GoOn = () => void;

interface Leaving {
  /** While the count is above zero, leaving asks for confirmation. */
  guard(by: 1 | -1): void;
  /** Whether the user confirmed leaving the screen. */
  readonly meant: { current: boolean };
}

const LeavingContext = createContext<Leaving | undefined>(undefined);

/** Wraps all screens: if one of them shows a key that hasn't been copied, asks before navigating to another. */
export function LeavingRoot({ children }: { readonly children: ReactNode }) {
  const { newKey } = useTexts();
  const guards = useRef(0);
  const [asked, ask] = useState<{ readonly leave: GoOn }>();
  const meant = useRef(false);
  const leaving = useMemo<Leaving>(
    () => ({
      meant,
      guard(by) {
        guards.current += by;
        if (by > 0) meant.current = false;
      },
    }),
    [],
  );
  const leave = (go: GoOn): void => {
    meant.current = true;
    ask(undefined);
    go();
  };
  const around = useCallback<AroundNav>((navigate, to, options) => {
    const go = (): void => navigate(to, options);
    if (guards.current === 0) go();
    else ask({ leave: go });
  }, []);
  return (
    <LeavingContext value={leaving}>
      <Router aroundNav={around}>{children}</Router>
      {asked && (
        <LeaveDialog
          about={newKey.leave}
          leave={newKey.leaveAnyway}
          onLeave={() => leave(asked.leave)}
          onStay={() => ask(undefined)}
          stay={newKey.stay}
          title={newKey.leaveTitle}
        />
      )}
    </LeavingContext>
  );
}

type AroundNav = (navigate: (to: string, options?: object) => void, to: string, options?: object) => void;

/**
 * Asks for confirmation before the user leaves the screen or the page, while `active`.
 *
 * @returns Whether the user confirmed. Back can't be intercepted, so it never asks.
 */
export function useAskBeforeLeaving(active: boolean): { readonly current: boolean } {
  const leaving = useContext(LeavingContext);
  if (leaving === undefined) throw new Error('A screen that asks is outside of <LeavingRoot>.');
  useAskBeforeClosing(active);
  useEffect(() => {
    if (!active) return undefined;
    leaving.guard(1);
    return () => leaving.guard(-1);
  }, [active, leaving]);
  return leaving.meant;
}
