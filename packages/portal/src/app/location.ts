import type { BaseLocationHook } from 'wouter';
import { navigate, usePathname } from 'wouter/use-browser-location';
import { holdBack, leaveTo } from './leaving.ts';

/**
 * The pages' place below `/<area>/…/<session id>`: `/keys`, `/keys/<key id>`. What comes before it is not part of the place, so
 * that a session that takes another's place (after signing in again) leaves the screen and what was typed in it alone.
 *
 * @param prefix - What comes before, without a slash at its end.
 */
export function locationBelow(prefix: () => string): BaseLocationHook {
  holdBack();
  const go = (to: string, options?: { replace?: boolean; state?: unknown }): void =>
    leaveTo(() => navigate(prefix() + to, options));
  return () => {
    const path = usePathname();
    const base = prefix();
    const place = path.startsWith(`${base}/`) ? path.slice(base.length) : '/';
    return [place, go];
  };
}
