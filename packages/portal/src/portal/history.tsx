import { History } from '../history/history.tsx';
import { useTexts } from '../texts/texts.ts';
import { ScreenTitle } from '../ui/title.tsx';

export function HistoryScreen() {
  const texts = useTexts();
  return (
    <div className="screen">
      <div>
        <ScreenTitle title={texts.history.title} />
        <p className="soft">{texts.history.intro}</p>
      </div>
      <History />
    </div>
  );
}
