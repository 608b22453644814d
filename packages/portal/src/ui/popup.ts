import { type RefObject, useEffect, useLayoutEffect } from 'react';

/** Between the menu, its button and the edges of the window. */
const GAP_PX = 4;

/** Shows a popover below its button, or above if there is more room, and focuses its first item; hides it when the user goes elsewhere. */
export function usePopup(
  open: boolean,
  button: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  close: () => void,
): void {
  useLayoutEffect(() => {
    if (!open || !button.current || !popup.current) return;
    popup.current.showPopover();
    place(popup.current, button.current.getBoundingClientRect());
    itemsOf(popup.current)[0]?.focus({ preventScroll: true });
  }, [open, button, popup]);
  useEffect(() => {
    if (!open) return undefined;
    // It doesn't follow its button, so it closes when that moves.
    const moved = ({ target }: Event): void => {
      if (!(target instanceof Node && popup.current?.contains(target))) close();
    };
    window.addEventListener('scroll', moved, { capture: true, passive: true });
    window.addEventListener('resize', close);
    return () => {
      window.removeEventListener('scroll', moved, { capture: true });
      window.removeEventListener('resize', close);
    };
  }, [open, popup, close]);
}

function place(popup: HTMLElement, { top, bottom, left, right }: DOMRect): void {
  const { offsetWidth, offsetHeight, style } = popup;
  const above = bottom + offsetHeight + 2 * GAP_PX > innerHeight && top > innerHeight - bottom;
  const atRight = document.dir === 'rtl' ? left : right - offsetWidth;
  style.top = `${above ? Math.max(top - offsetHeight - GAP_PX, GAP_PX) : bottom + GAP_PX}px`;
  style.left = `${Math.max(Math.min(atRight, innerWidth - offsetWidth - GAP_PX), GAP_PX)}px`;
  style.maxHeight = `${(above ? top : innerHeight - bottom) - 2 * GAP_PX}px`;
}

const itemsOf = (popup: HTMLElement): readonly HTMLElement[] => [
  ...popup.querySelectorAll<HTMLElement>('[role^="menuitem"]'),
];

/** Moves the focus as a menu does: arrows, Home, End, and the first letter of an item. Returns whether the key was one of these. */
export function moveInMenu(popup: HTMLElement, key: string): boolean {
  const items = itemsOf(popup);
  const at = items.indexOf((popup.getRootNode() as Document | ShadowRoot).activeElement as HTMLElement);
  const to = (): HTMLElement | undefined => {
    switch (key) {
      case 'ArrowDown':
        return items[(at + 1) % items.length];
      case 'ArrowUp':
        return items.at(at <= 0 ? -1 : at - 1);
      case 'Home':
        return items[0];
      case 'End':
        return items.at(-1);
      default:
        return key.length === 1
          ? startingWith(key, items.slice(at + 1).concat(items.slice(0, at + 1)))
          : undefined;
    }
  };
  const item = to();
  item?.focus({ preventScroll: false });
  return item !== undefined;
}

function startingWith(letter: string, items: readonly HTMLElement[]): HTMLElement | undefined {
  return items.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase()));
}
