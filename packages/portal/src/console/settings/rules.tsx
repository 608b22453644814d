import { Link } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { Choice, Field, TextField } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { MethodChoices } from './method-choices.tsx';
import type { SettingsPart } from './part.ts';

export function Rules({ draft, set, wrong }: SettingsPart) {
  const { settings } = useConsoleTexts();
  const texts = settings.rules;
  return (
    <Card title={texts.title}>
      <TextField
        hint={texts.maxKeysHint}
        inputMode="numeric"
        label={texts.maxKeys}
        onChange={(event) => set({ maxKeys: event.target.value })}
        value={draft.maxKeys}
        wrong={wrong('maxKeys') ? settings.wrongNumber : undefined}
      />
      <TextField
        hint={texts.longestHint}
        inputMode="numeric"
        label={texts.longest}
        onChange={(event) => set({ longestDays: event.target.value })}
        value={draft.longestDays}
        wrong={wrong('longestDays') ? settings.wrongNumber : undefined}
      />
      <MethodChoices
        chosen={draft.methods}
        hint={
          <>
            {texts.methodsHint} <Link href="/settings/key-types">{texts.methodsHelp}</Link>
          </>
        }
        onChange={(methods) => set({ methods })}
      />
      <Field hint={texts.originsHint} label={texts.origins}>
        {(control) => (
          <textarea
            {...control}
            onChange={(event) => set({ origins: event.target.value })}
            placeholder="https://app.example.com"
            rows={3}
            spellCheck={false}
            value={draft.origins}
          />
        )}
      </Field>
      <Choice
        checked={draft.allReaders}
        hint={texts.allReadersHint}
        label={texts.allReaders}
        onChange={() => set({ allReaders: !draft.allReaders })}
        type="checkbox"
      />
    </Card>
  );
}
