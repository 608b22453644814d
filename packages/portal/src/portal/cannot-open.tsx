import { codeOf, isLostConnection, wordsFor } from '../api/errors.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { ScreenTitle } from '../ui/title.tsx';

/** There is no session: the link was used or is too old, its session is over, or nothing answers. */
export function CannotOpen({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const texts = useTexts();
  const code = codeOf(error);
  if (code !== undefined) {
    return (
      <main className="centre">
        <ScreenTitle title={texts.session.cannotOpenTitle} />
        <p>{wordsFor(error, texts)}</p>
      </main>
    );
  }
  return (
    <main className="centre">
      <ScreenTitle title={isLostConnection(error) ? texts.states.lostTitle : texts.states.failedTitle} />
      <p>{wordsFor(error, texts)}</p>
      <div className="buttons">
        <Button kind="main" onClick={onRetry}>
          {texts.actions.tryAgain}
        </Button>
      </div>
    </main>
  );
}
