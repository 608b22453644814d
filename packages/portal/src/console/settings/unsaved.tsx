import { useLeaving } from '../../app/leaving.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { LeaveDialog } from '../../ui/leave-dialog.tsx';
import { useConsoleTexts } from '../texts/texts.ts';

/** Saves or discards the changes of the form around it. Shown while there are any. */
export function UnsavedBar({ busy, onDiscard }: { readonly busy: boolean; readonly onDiscard: () => void }) {
  const { settings: texts } = useConsoleTexts();
  return (
    <ActionBar label={texts.unsaved} status={<strong>{texts.unsaved}</strong>}>
      <Button busy={busy} onClick={onDiscard}>
        {texts.discard}
      </Button>
      <Button busy={busy} kind="main" type="submit">
        {texts.save}
      </Button>
    </ActionBar>
  );
}

/** Asks before the page is left with unsaved changes. */
export function AskBeforeLeaving({ dirty }: { readonly dirty: boolean }) {
  const { settings: texts } = useConsoleTexts();
  const leaving = useLeaving(dirty);
  return (
    leaving.asked && (
      <LeaveDialog
        about={texts.leaveText}
        leave={texts.leave}
        onLeave={leaving.leave}
        onStay={leaving.stay}
        stay={texts.stay}
        title={texts.leaveTitle}
      />
    )
  );
}
