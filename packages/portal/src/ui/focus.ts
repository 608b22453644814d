import { type RefObject, useEffect, useRef } from 'react';

/** The heading of the screen that the element is on. */
export function headingOf(on: Element): HTMLElement | null {
  const tree = on.getRootNode() as Document | ShadowRoot;
  return tree.querySelector<HTMLElement>('main h1');
}

export function focusHeading(on: Element): void {
  headingOf(on)?.focus({ preventScroll: true });
}

/** What closes gives the focus back a moment later. */
const GRACE_MS = 60;

/**
 * Keeps the focus on the screen: where the element that has it goes away, as a button does once its deed is done, it moves to the screen's
 * heading. Browsers would leave it on nothing, and a keyboard and a screen reader would begin again at the top of the page.
 */
export function useFocusKept(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = root;
    if (current === null) return undefined;
    const tree = current.getRootNode() as Document | ShadowRoot;
    let last: Element | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const came = ({ target }: FocusEvent): void => {
      last = target as Element;
    };
    const went = ({ target }: FocusEvent): void => {
      // Left by its reader, and not because it went away.
      setTimeout(() => {
        if ((target as Element).isConnected && last === target && tree.activeElement !== target)
          last = undefined;
      });
    };
    const check = (): void => {
      if (last === undefined || last.isConnected) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const nowhere = document.activeElement === document.body || document.activeElement === null;
        if (!nowhere || last === undefined || last.isConnected) return;
        focusHeading(current);
      }, GRACE_MS);
    };
    const observer = new MutationObserver(check);
    observer.observe(current, { childList: true, subtree: true });
    current.addEventListener('focusin', came);
    current.addEventListener('focusout', went);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      current.removeEventListener('focusin', came);
      current.removeEventListener('focusout', went);
    };
  }, [root]);
}

/** Gives a field the focus once its screen is there, in place of the screen's heading: for a form that is all there is to do. */
export function useFirstFocus(active = true): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (active) field.current?.focus({ preventScroll: true });
  }, [active]);
  return field;
}
