import type { Person } from '@lostwax/client';
import { useState } from 'react';
import { Ask } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { usePeopleCalls } from './calls.ts';

export function RemovePerson({ of, onClose }: { readonly of: Person; readonly onClose: () => void }) {
  const { people: texts } = useConsoleTexts();
  const { remove } = usePeopleCalls();
  const [erase, setErase] = useState(false);
  return (
    <Ask
      about={
        <>
          <p>
            <strong>
              <bdi>{of.name ?? of.person}</bdi>
            </strong>
          </p>
          <p>{texts.removeText}</p>
        </>
      }
      call={remove}
      confirm={texts.remove}
      dangerous
      onClose={onClose}
      onConfirm={() => remove.run({ person: of.person, erase }, onClose)}
      title={texts.removeTitle}
    >
      <Choice checked={erase} label={texts.erase} onChange={() => setErase(!erase)} type="checkbox" />
    </Ask>
  );
}
