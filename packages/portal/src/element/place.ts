import { useMemo, useSyncExternalStore } from 'react';
import type { BaseLocationHook, BaseSearchHook } from 'wouter';

const HOME = '/keys';
/** The member of the page's history entries in which the element's place stands. */
const MEMBER = 'lostwaxKeys';

/**
 * The element's place inside a page that has an address of its own: it stands in the page's history entries and not in its address, so that Back
 * leads to the screen before and not out of the page. What the page itself keeps in an entry stays there.
 */
export interface EmbeddedPlace {
  readonly hook: BaseLocationHook;
  readonly searchHook: BaseSearchHook;
}

/** @param own - False: the page's history is left alone, and Back leaves the page. */
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
