import { useRef } from 'react';
import type { Leaving } from '../../app/leaving.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

/** At the bottom of the window while something is not saved. */
export function SaveBar({ busy, onDiscard }: { readonly busy: boolean; readonly onDiscard: () => void }) {
  const { settings: texts } = useConsoleTexts();
  return (
    <section aria-label={texts.unsaved} className="save-bar">
      <strong role="status">{texts.unsaved}</strong>
      <div className="buttons">
        <Button busy={busy} onClick={onDiscard}>
          {texts.discard}
        </Button>
        <Button busy={busy} kind="main" type="submit">
          {texts.save}
        </Button>
      </div>
    </section>
  );
}

export function LeaveQuestion({ leaving: { leave, stay } }: { readonly leaving: Leaving }) {
  const { settings: texts } = useConsoleTexts();
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      about={<p>{texts.leaveText}</p>}
      buttons={
        <>
          <Button onClick={stay} ref={safe}>
            {texts.stay}
          </Button>
          <Button kind="danger main" onClick={leave}>
            {texts.leave}
          </Button>
        </>
      }
      initialFocus={safe}
      onClose={stay}
      open
      title={texts.leaveTitle}
    />
  );
}
