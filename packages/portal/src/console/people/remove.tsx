import type { Person } from '@lostwax/client';
import { useState } from 'react';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { Failure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { usePeopleCalls } from './calls.ts';

export function RemovePerson({ of, onClose }: { readonly of: Person; readonly onClose: () => void }) {
  const shared = useTexts();
  const { people: texts } = useConsoleTexts();
  const { remove } = usePeopleCalls();
  const [erase, setErase] = useState(false);
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{shared.actions.cancel}</Button>
          <Button
            busy={remove.isPending}
            kind="danger main"
            onClick={() => remove.mutate({ person: of.person, erase }, { onSuccess: onClose })}
          >
            {texts.remove}
          </Button>
        </>
      }
      onClose={onClose}
      open
      title={texts.removeTitle}
    >
      <p>
        <strong>
          <bdi>{of.name ?? of.person}</bdi>
        </strong>
      </p>
      <p>{texts.removeText}</p>
      <Choice checked={erase} label={texts.erase} onChange={() => setErase(!erase)} type="checkbox" />
      {remove.isError && <Failure error={remove.error} />}
    </Dialog>
  );
}
