import { useTexts } from '../texts/texts.ts';
import { ScreenTitle } from '../ui/title.tsx';

/** The producer's pages. */
export function ConsolePage() {
  const texts = useTexts();
  return (
    <main className="centre">
      <ScreenTitle title={texts.shell.keys} />
    </main>
  );
}
