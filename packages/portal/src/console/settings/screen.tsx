import type { Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useChangeWorkspace } from '../workspaces/change.ts';
import { Branding } from './branding.tsx';
import { SettingsDanger } from './danger.tsx';
import { draftOf, isReadable, isSame, mistakesOf, patchOf } from './draft.ts';
import { General } from './general.tsx';
import { Links } from './links.tsx';
import type { SettingsPart } from './part.ts';
import { Permissions } from './permissions.tsx';
import { Rules } from './rules.tsx';
import { SigningKeyCard } from './signing-key.tsx';
import { AskBeforeLeaving, UnsavedBar } from './unsaved.tsx';

/** The settings of a workspace: saved together, and never discarded without asking. */
export function SettingsScreen({ of }: { readonly of: Workspace }) {
  const { settings: texts } = useConsoleTexts();
  const toast = useToast();
  const [saved, setSaved] = useState(() => draftOf(of));
  const [draft, setDraft] = useState(saved);
  const [strict, setStrict] = useState(false);
  const save = useChangeWorkspace(of.slug);
  const dirty = !isSame(draft, saved);
  const submit = (): void => {
    setStrict(true);
    if (!isReadable(draft)) return;
    save.run(patchOf(draft), (now) => {
      const fresh = draftOf(now);
      setSaved(fresh);
      setDraft(fresh);
      setStrict(false);
      toast.show({ text: texts.saved });
    });
  };
  const discard = (): void => {
    save.reset();
    setStrict(false);
    setDraft(saved);
  };
  const mistakes = strict ? mistakesOf(draft) : [];
  const part: SettingsPart = {
    draft,
    set: (change) => {
      save.reset();
      setDraft((now) => ({ ...now, ...change }));
    },
    wrong: (field) => mistakes.includes(field),
  };
  return (
    <div className="screen">
      <ScreenTitle title={texts.title} />
      <Form className="settings" onSubmit={submit}>
        <General of={of} {...part} />
        <Branding {...part} />
        <Links {...part} />
        <Permissions {...part} strict={strict} />
        <Rules {...part} />
        <SigningKeyCard of={of} />
        <SettingsDanger />
        <CallFailure error={save.error} />
        {dirty && <UnsavedBar busy={save.busy} onDiscard={discard} />}
      </Form>
      <AskBeforeLeaving dirty={dirty} />
    </div>
  );
}
