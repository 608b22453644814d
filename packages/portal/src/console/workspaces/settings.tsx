import { unwrap, type Workspace, type WorkspacePatch } from '@lostwax/client';
import { useState } from 'react';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field, TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure, Note } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { patchOf, type SettingsMistake, type SettingsText, textOf } from './settings-text.ts';

/** What a workspace's portal shows and keeps to. */
export function SettingsScreen({ of }: { readonly of: Workspace }) {
  const { settings: texts } = useConsoleTexts();
  return (
    <div className="screen">
      <ScreenTitle title={texts.title} />
      <SettingsForm of={of} />
      <section aria-labelledby="lostwax-fixed" className="section">
        <h2 id="lostwax-fixed">{texts.fixed}</h2>
        <Fixed of={of} />
      </section>
    </div>
  );
}

function SettingsForm({ of }: { readonly of: Workspace }) {
  const { settings: texts } = useConsoleTexts();
  const { client } = useSession();
  const refresh = useRefresh();
  const [text, setText] = useState<SettingsText>(() => textOf(of));
  const [mistakes, setMistakes] = useState<readonly SettingsMistake[]>([]);
  const save = useCall(
    (body: WorkspacePatch) =>
      unwrap(client.PATCH('/v1/workspaces/{workspace}', { params: { path: { workspace: of.slug } }, body })),
    refresh,
  );
  const set = (change: Partial<SettingsText>): void => {
    save.reset();
    setText({ ...text, ...change });
  };
  const submit = (): void => {
    const patch = patchOf(text);
    setMistakes(Array.isArray(patch) ? patch : []);
    if (!Array.isArray(patch)) save.run(patch as WorkspacePatch);
  };
  const wrongNumber = (field: SettingsMistake) => (mistakes.includes(field) ? texts.wrongNumber : undefined);
  return (
    <Form onSubmit={submit}>
      <TextField
        label={texts.name}
        maxLength={255}
        onChange={(event) => set({ name: event.target.value })}
        value={text.name}
      />
      <TextField
        hint={texts.colourHint}
        label={texts.colour}
        maxLength={7}
        onChange={(event) => set({ colour: event.target.value })}
        spellCheck={false}
        value={text.colour}
        wrong={mistakes.includes('colour') ? texts.colourWrong : undefined}
      />
      <div className="choices">
        <Field hint={texts.scopesHint} label={texts.scopes}>
          {(control) => (
            <textarea
              {...control}
              onChange={(event) => set({ scopes: event.target.value })}
              rows={5}
              spellCheck={false}
              value={text.scopes}
            />
          )}
        </Field>
        <Choice
          checked={text.anyScope}
          hint={texts.scopesAnyHint}
          label={texts.scopesAny}
          onChange={() => set({ anyScope: !text.anyScope })}
          type="checkbox"
        />
      </div>
      <TextField
        hint={texts.none}
        inputMode="numeric"
        label={texts.maxKeys}
        onChange={(event) => set({ maxKeys: event.target.value })}
        value={text.maxKeys}
        wrong={wrongNumber('maxKeys')}
      />
      <TextField
        hint={texts.none}
        inputMode="numeric"
        label={texts.longest}
        onChange={(event) => set({ longestDays: event.target.value })}
        value={text.longestDays}
        wrong={wrongNumber('longestDays')}
      />
      <Field hint={texts.originsHint} label={texts.origins}>
        {(control) => (
          <textarea
            {...control}
            onChange={(event) => set({ origins: event.target.value })}
            rows={3}
            spellCheck={false}
            value={text.origins}
          />
        )}
      </Field>
      <div className="choices">
        <Choice
          checked={text.allReaders}
          hint={texts.allReadersHint}
          label={texts.allReaders}
          onChange={() => set({ allReaders: !text.allReaders })}
          type="checkbox"
        />
      </div>
      <CallFailure error={save.error} />
      <div role="status">
        {save.answer && (
          <Note kind="good">
            <p>{texts.saved}</p>
          </Note>
        )}
      </div>
      <div className="buttons">
        <Button busy={save.busy} kind="main" type="submit">
          {texts.save}
        </Button>
      </div>
    </Form>
  );
}

function Fixed({ of }: { readonly of: Workspace }) {
  const { settings, workspaces } = useConsoleTexts();
  const facts = [
    [workspaces.slug, of.slug],
    [workspaces.prefix, of.prefix],
    [settings.audience, of.audience],
    [workspaces.issuer, of.issuer],
    [settings.keySet, `${of.issuer}/.well-known/jwks.json`],
  ] as const;
  return (
    <dl className="facts broad">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
