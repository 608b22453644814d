import type { ReactNode } from 'react';
import { Copy } from './copy.tsx';

export interface CodeBlockProps {
  /** Names the code. */
  readonly label: string;
  readonly code: string;
  /** Shown instead of the label: tabs. */
  readonly head?: ReactNode;
}

/** A command or code sample with a copy button. */
export function CodeBlock({ label, code, head }: CodeBlockProps) {
  return (
    <div className="code-block">
      <div className="code-head">
        {head ?? <span>{label}</span>}
        <Copy label={label} text={code} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard. */}
      <section aria-label={label} className="code-body" tabIndex={0}>
        <pre>{code}</pre>
      </section>
    </div>
  );
}
