import { type ReactNode, useContext, useEffect, useRef } from 'react';
import { useFrame } from '../app/frame.tsx';
import { useHeadingLevel } from './heading.tsx';
import { SiteContext } from './site.ts';

/** False until the first screen has rendered: only a change of screens moves the focus. */
let moved = false;

/**
 * The heading of a screen. It takes the focus when the screen opens, so that keyboard and screen reader users start there, and sets the page's
 * title.
 */
export function ScreenTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const level = useHeadingLevel(1);
  const heading = useRef<HTMLHeadingElement>(null);
  const { ownsPage } = useFrame();
  const site = useContext(SiteContext);
  useEffect(() => {
    if (moved) heading.current?.focus({ preventScroll: true });
    moved = true;
  }, []);
  useEffect(() => {
    if (ownsPage) document.title = site === undefined ? title : `${title} – ${site}`;
  }, [ownsPage, site, title]);
  return (
    <h1 aria-level={level} ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
