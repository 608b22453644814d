/** Types of `<lostwax-keys>` for JSX: what an `import type {}` of this entry adds. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

export interface LostwaxKeysProps extends DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> {
  /** The authority's origin. */
  readonly authority: string;
  /** What `portal-sessions` with `embed: true` answered to the page's own backend. */
  readonly getSession: () => Promise<{ token: string; expiresAt: string }>;
  readonly theme?: 'auto' | 'light' | 'dark';
  readonly locale?: string;
  /** `none` leaves the page's history alone; Back then leaves the page. */
  readonly history?: 'page' | 'none';
  /** The level of its screens' own headings. */
  readonly 'heading-level'?: 1 | 2 | 3 | 4 | 5;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'lostwax-keys': LostwaxKeysProps;
    }
  }
}
