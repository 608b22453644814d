import { type ReactNode, useEffect, useRef } from 'react';
import { useFrame } from '../app/frame.tsx';

/** False until the first screen is there: only a change of screens moves the focus. */
let moved = false;

/**
 * The heading of a screen. It takes the focus when the screen is new, so that a keyboard and a screen reader begin where the eye
 * does, and gives the page its title.
 */
export function ScreenTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { ownsPage } = useFrame();
  useEffect(() => {
    if (moved) heading.current?.focus({ preventScroll: true });
    moved = true;
  }, []);
  useEffect(() => {
    if (ownsPage) document.title = title;
  }, [ownsPage, title]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
