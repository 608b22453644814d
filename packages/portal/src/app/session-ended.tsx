import type { ReactNode } from 'react';
import { useSignal } from '../api/signal.ts';
import { useTexts } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useSession } from './session.tsx';

/**
 * Covers the screen once the session has ended. The screen below keeps everything that was typed, and
 * continues when a new session of the same customer is there.
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
