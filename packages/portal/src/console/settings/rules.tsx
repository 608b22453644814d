import { useTexts } from '../../texts/texts.ts';
import { Card } from '../../ui/card.tsx';
import { Choice, Field, TextField } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { SettingsPart } from './part.ts';

/** In the order in which they are shown. */
const methodNames = ['signed', 'opaque', 'oauth-client', 'shared-signed'] as const;

export function Rules({ draft, set, wrong }: SettingsPart) {
  const { settings } = useConsoleTexts();
  const texts = settings.rules;
  const all = useTexts();
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
      <fieldset aria-describedby="lostwax-methods" className="choices">
        <legend>{texts.methods}</legend>
        <p className="hint" id="lostwax-methods">
          {texts.methodsHint}
        </p>
        {methodNames.map((method) => (
          <Choice
            checked={draft.methods.includes(method)}
            // Without any method, a workspace couldn't have new keys.
            disabled={draft.methods.length === 1 && draft.methods[0] === method}
            hint={texts.methodHints[method]}
            key={method}
            label={all.methods[method].name}
            onChange={() =>
              set({
                methods: methodNames.filter((one) => draft.methods.includes(one) !== (one === method)),
              })
            }
            type="checkbox"
          />
        ))}
      </fieldset>
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
