import { useEffect } from 'react';

/** Lets the browser ask, in its own words, before the page is closed or reloaded, while `active`. */
export function useAskBeforeClosing(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}
