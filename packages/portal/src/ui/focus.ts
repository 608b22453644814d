import { type RefObject, useEffect, useRef } from 'react';

/** The heading of the screen that the element is on. */
export function headingOf(on: Element): HTMLElement | null {
  const tree = on.getRootNode() as Document | ShadowRoot;
  return tree.querySelector<HTMLElement>('main h1');
}

export function focusHeading(on: Element): void {
  headingOf(on)?.focus({ preventScroll: true });
}

/** A dialog or menu that closes gives the focus back a moment later. */
const GRACE_MS = 60;

/**
 * Keeps the focus on the screen: when the focused element disappears, as a button does after its action, the focus moves to the screen's
 * heading. Browsers would drop it, and keyboard and screen reader users would start again at the top of the page.
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
      // The user moved on; the element didn't disappear.
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

/** Focuses a field instead of the heading when its screen opens: for a screen that is only a form. */
export function useFirstFocus(active = true): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (active) field.current?.focus({ preventScroll: true });
  }, [active]);
  return field;
}
