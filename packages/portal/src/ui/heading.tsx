import type { ReactNode } from 'react';
import { useFrame } from '../app/frame.tsx';

/** The heading of a part of a screen, one level below the screen's own. */
export function Heading({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  return (
    <h2 aria-level={useHeadingLevel(2)} id={id}>
      {children}
    </h2>
  );
}

/** `aria-level` of a heading; undefined if the tag already says it. The page that embeds the element sets the level of the top heading. */
export function useHeadingLevel(own: number): number | undefined {
  const { headingLevel } = useFrame();
  return headingLevel === 1 ? undefined : headingLevel - 1 + own;
}
