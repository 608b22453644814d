import { Component, type ReactNode } from 'react';
import { useTexts } from '../texts/texts.ts';

/** What is shown in place of a page that cannot be drawn: words, and not the blank that React leaves. */
export class UnlessBroken extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const texts = useTexts();
  return (
    <main className="centre">
      <h1>{texts.states.failedTitle}</h1>
      <p role="alert">{texts.errors.unknown}</p>
    </main>
  );
}
