import type { Person } from '@lostwax/client';
import { useState } from 'react';
import { Ask } from '../../ui/dialog.tsx';
import { Choice } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { usePeopleCalls } from './calls.ts';

export function RemovePerson({ of, onClose }: { readonly of: Person; readonly onClose: () => void }) {
  const { people: texts } = useConsoleTexts();
  const { remove } = usePeopleCalls();
  const toast = useToast();
  const done = (): void => {
    toast.show({ text: texts.removed });
    onClose();
  };
  const [erase, setErase] = useState(false);
  return (
    <Ask
      about={<p>{texts.removeText}</p>}
      call={remove}
      confirm={texts.remove}
      dangerous
      onClose={onClose}
      onConfirm={() => remove.run({ person: of.person, erase }, done)}
      title={texts.removeTitle(of.name ?? of.person)}
    >
      <Choice checked={erase} label={texts.erase} onChange={() => setErase(!erase)} type="checkbox" />
    </Ask>
  );
}
