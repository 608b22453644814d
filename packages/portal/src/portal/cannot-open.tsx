import { isLostConnection, mayHelpToRepeat, OriginNotAllowed, wordsFor } from '../api/errors.ts';
import { type Texts, useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';

/** There is no session: the link was used or is too old, its session has ended, or the server doesn't respond. */
export function CannotOpen({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const texts = useTexts();
  if (!mayHelpToRepeat(error)) {
    return (
      <main className="centre">
        <ScreenTitle title={texts.session.cannotOpenTitle} />
        <p>{wordsFor(error, texts)}</p>
      </main>
    );
  }
  return (
    <main className="centre">
      <ScreenTitle title={titleOf(error, texts)} />
      <p>{wordsFor(error, texts)}</p>
      <div className="buttons">
        <Button kind="main" onClick={onRetry}>
          {texts.actions.tryAgain}
        </Button>
      </div>
    </main>
  );
}

function titleOf(error: unknown, { states, session }: Texts): string {
  if (error instanceof OriginNotAllowed) return session.notAllowedTitle;
  return isLostConnection(error) ? states.lostTitle : states.failedTitle;
}
