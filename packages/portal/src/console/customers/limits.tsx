import type { Customer } from '@lostwax/client';
import { useState } from 'react';
import { useTexts } from '../../texts/texts.ts';
import { Ask } from '../../ui/dialog.tsx';
import { Choice, Field, TextField } from '../../ui/field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { linesOf, numberOrNone } from '../lines.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

/** A customer's name, key limit and permitted scopes. */
export function Limits({ of, onClose }: { readonly of: Customer; readonly onClose: () => void }) {
  const shared = useTexts();
  const { customers: texts, settings } = useConsoleTexts();
  const toast = useToast();
  const { change } = useCustomerCalls(of.id);
  const [name, setName] = useState(of.name ?? '');
  const [maxKeys, setMaxKeys] = useState(of.maxKeys?.toString() ?? '');
  const [own, setOwn] = useState(of.scopes !== null);
  const [scopes, setScopes] = useState((of.scopes ?? []).join('\n'));
  const [wrong, setWrong] = useState<string>();
  const save = (): void => {
    const most = numberOrNone(maxKeys);
    setWrong(most === undefined ? settings.wrongNumber : undefined);
    if (most === undefined) return;
    change.run(
      {
        name: name.trim() === '' ? null : name.trim(),
        maxKeys: most,
        scopes: own ? [...linesOf(scopes)] : null,
      },
      () => {
        toast.show({ text: texts.saved });
        onClose();
      },
    );
  };
  return (
    <Ask
      about={<bdi>{of.name ?? of.id}</bdi>}
      call={change}
      confirm={shared.actions.save}
      onClose={onClose}
      onConfirm={save}
      title={texts.limitsTitle}
    >
      <TextField
        label={texts.name}
        maxLength={255}
        onChange={(event) => setName(event.target.value)}
        value={name}
      />
      <TextField
        hint={texts.maxKeysHint}
        inputMode="numeric"
        label={texts.maxKeys}
        onChange={(event) => setMaxKeys(event.target.value)}
        value={maxKeys}
        wrong={wrong}
      />
      <fieldset className="choices">
        <legend>{texts.scopes}</legend>
        <Choice
          checked={!own}
          label={texts.scopesInherit}
          name="ceiling"
          onChange={() => setOwn(false)}
          type="radio"
        />
        <Choice
          checked={own}
          label={texts.scopesOwn}
          name="ceiling"
          onChange={() => setOwn(true)}
          type="radio"
        />
        {own && (
          <Field hint={texts.scopesOwnHint} label={texts.scopesOwn}>
            {(control) => (
              <textarea
                {...control}
                onChange={(event) => setScopes(event.target.value)}
                rows={4}
                spellCheck={false}
                value={scopes}
              />
            )}
          </Field>
        )}
      </fieldset>
    </Ask>
  );
}
