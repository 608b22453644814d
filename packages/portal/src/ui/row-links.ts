import { type RefObject, useEffect } from 'react';

/** Elements in a row that handle clicks themselves. */
const own = 'a, button, input, label, select, summary';

/**
 * Makes a click anywhere in a table row act on the row's link or button, `[data-row-link]`: with Ctrl, Cmd or the middle button in a new tab. Keyboard
 * and screen reader users still meet only the link, and text in the row can be selected.
 */
export function useRowLinks(rows: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = rows;
    if (current === null) return undefined;
    const follow = (event: MouseEvent): void => {
      const target = event.target as Element;
      if (event.defaultPrevented || event.button > 1 || target.closest(own) !== null) return;
      const link = target.closest('tr')?.querySelector('[data-row-link]');
      if (!link || isSelecting(current)) return;
      const { metaKey, shiftKey, button } = event;
      const ctrlKey = event.ctrlKey || button === 1;
      link.dispatchEvent(
        new MouseEvent('click', {
          bubbles: true,
          cancelable: true,
          composed: true,
          ctrlKey,
          metaKey,
          shiftKey,
        }),
      );
    };
    current.addEventListener('click', follow);
    current.addEventListener('auxclick', follow);
    return () => {
      current.removeEventListener('click', follow);
      current.removeEventListener('auxclick', follow);
    };
  }, [rows]);
}

/** Whether the click ended a text selection. The document doesn't know about selections inside a shadow root. */
function isSelecting(within: Element): boolean {
  const root = within.getRootNode() as Document & { getSelection?(): Selection | null };
  const selection = root.getSelection?.() ?? document.getSelection();
  return selection?.type === 'Range' && selection.toString() !== '';
}
