import { useEffect, useRef } from 'react';

/**
 * Calls `forget` when the page is left: the browser may keep a page whole for the way back, and a key must not be in it.
 * (A screen that is left inside the page loses its state by itself.)
 */
export function useForgottenOnLeave(forget: () => void): void {
  const latest = useRef(forget);
  useEffect(() => {
    latest.current = forget;
  });
  useEffect(() => {
    const leave = (): void => latest.current();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
}
