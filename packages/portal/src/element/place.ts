import { useMemo, useSyncExternalStore } from 'react';
import type { BaseLocationHook, BaseSearchHook } from 'wouter';

const HOME = '/keys';
/** The member of the page's history entries that holds the element's place. */
const MEMBER = 'lostwaxKeys';

/**
 * The element's place inside another page. It is kept in the page's history entries, not in its address, so that Back leads to the previous
 * screen instead of leaving the page. The page's own state in an entry is kept.
 */
export interface EmbeddedPlace {
  readonly hook: BaseLocationHook;
  readonly searchHook: BaseSearchHook;
}

/** @param own - If false, the page's history isn't touched, and Back leaves the page. */
export function useEmbeddedPlace(own: boolean): EmbeddedPlace {
  return useMemo(() => makePlace(own), [own]);
}

function makePlace(own: boolean): EmbeddedPlace {
  let place = (own && placeOf(history.state)) || HOME;
  const listeners = new Set<() => void>();
  const set = (to: string): void => {
    if (to === place) return;
    place = to;
    for (const listener of listeners) listener();
  };
  const back = ({ state }: PopStateEvent): void => set(placeOf(state) ?? HOME);
  const subscribe = (listener: () => void): (() => void) => {
    if (own && listeners.size === 0) window.addEventListener('popstate', back);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) window.removeEventListener('popstate', back);
    };
  };
  const go = (to: string, { replace = false }: { replace?: boolean } = {}): void => {
    const { state } = history;
    // What is no object has no room for a place.
    if (own && to !== place && (state === null || typeof state === 'object')) {
      const entry = { ...state, [MEMBER]: to };
      if (replace) history.replaceState(entry, '');
      else history.pushState(entry, '');
    }
    set(to);
  };
  const path = (): string => place.split('?', 1)[0] ?? HOME;
  const search = (): string => place.split('?')[1] ?? '';
  return {
    hook: () => [useSyncExternalStore(subscribe, path), go],
    searchHook: () => useSyncExternalStore(subscribe, search),
  };
}

function placeOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const place = (state as Readonly<Record<string, unknown>>)[MEMBER];
  return typeof place === 'string' && place.startsWith('/') ? place : undefined;
}
