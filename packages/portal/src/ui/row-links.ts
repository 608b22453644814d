import { type RefObject, useEffect } from 'react';

/** What has a click of its own inside a row. */
const own = 'a, button, input, label, select, summary';

/**
 * Lets a click anywhere in a row of a table act as one on the row's link, the `a[data-row-link]` in it: with Ctrl, Cmd or the middle button in a
 * new tab. The link stays the only thing that the keyboard and a screen reader meet, and text in the row can still be selected.
 */
export function useRowLinks(rows: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = rows;
    if (current === null) return undefined;
    const follow = (event: MouseEvent): void => {
      const target = event.target as Element;
      if (event.defaultPrevented || event.button > 1 || target.closest(own) !== null) return;
      const link = target.closest('tr')?.querySelector('a[data-row-link]');
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

/** Whether the click ended the selection of a text. Inside a shadow root, the document knows nothing of a selection there. */
function isSelecting(within: Element): boolean {
  const root = within.getRootNode() as Document & { getSelection?(): Selection | null };
  const selection = root.getSelection?.() ?? document.getSelection();
  return selection?.type === 'Range' && selection.toString() !== '';
}
