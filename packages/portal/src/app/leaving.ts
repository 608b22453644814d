import { useEffect, useState } from 'react';
import { useAskBeforeClosing } from './ask-before-closing.ts';

/** Who is asked before the place changes, and what the place is; nobody most of the time. */
let guard: { readonly here: string; ask(go: () => void): void } | undefined;
let holding = false;

/** Navigates at once, or after the user agrees to discard their changes. */
export function leaveTo(go: () => void): void {
  if (guard === undefined) go();
  else guard.ask(go);
}

/**
 * Makes Back ask too. To be called before the screens listen for Back themselves: listeners run in order, and
 * a screen that has handled Back is gone.
 */
export function holdBack(): void {
  if (holding) return;
  holding = true;
  window.addEventListener('popstate', (event) => {
    if (guard === undefined) return;
    event.stopImmediatePropagation();
    const { href } = location;
    history.pushState(null, '', guard.here);
    guard.ask(() => history.pushState(null, '', href));
  });
}

export interface Leaving {
  /** The user wants to leave and must confirm. */
  readonly asked: boolean;
  leave(): void;
  stay(): void;
}

/**
 * Asks for confirmation before the user leaves the screen while `active`: by a link, by Back, or by closing
 * the page, where the browser asks in its own
 * words.
 */
export function useLeaving(active: boolean): Leaving {
  const [pending, setPending] = useState<() => void>();
  useAskBeforeClosing(active);
  useEffect(() => {
    if (!active) return undefined;
    guard = { here: location.href, ask: (go) => setPending(() => go) };
    return () => {
      guard = undefined;
    };
  }, [active]);
  return {
    asked: pending !== undefined,
    leave() {
      const go = pending;
      guard = undefined;
      setPending(undefined);
      go?.();
    },
    stay: () => setPending(undefined),
  };
}
