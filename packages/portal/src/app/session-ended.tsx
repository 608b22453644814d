import type { ReactNode } from 'react';
import { useSignal } from '../api/signal.ts';
import { useTexts } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useSession } from './session.tsx';

/**
 * Stands over the screen once the session is over. The screen stays as it is beneath, with all that was typed, and goes on
 * when a new session of the same customer is there.
 */
export function SessionEnded({
  about,
  children,
  buttons,
}: {
  readonly about: ReactNode;
  readonly children?: ReactNode;
  readonly buttons: ReactNode;
}) {
  const texts = useTexts();
  const ended = useSignal(useSession().connection.ended);
  return (
    <Dialog about={about} buttons={buttons} open={ended} title={texts.session.endedTitle}>
      {children}
    </Dialog>
  );
}
