import type { Workspace } from '@lostwax/client';
import { isCustomer } from '@lostwax/core/names';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type KeyWish, useIssue } from '../../keys/issue-calls.ts';
import { IssuedScreen, useMadeBefore } from '../../keys/issuing.tsx';
import { LostAnswer } from '../../keys/lost-answer.tsx';
import { MadeBefore } from '../../keys/made-before.tsx';
import { NewKeyForm } from '../../keys/new-key-form.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Field, TextField } from '../../ui/field.tsx';
import { useFirstFocus } from '../../ui/focus.ts';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useWorkspaces } from '../data.ts';
import { ADMINISTRATORS } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** Creates a key for a customer, or an administrator key, and shows it once. */
export function ConsoleNewKeyScreen({ of }: { readonly of: Workspace }) {
  const shared = useTexts();
  const texts = useConsoleTexts();
  const [params] = useSearchParams();
  const [customer, setCustomer] = useState(params.get('customer') ?? '');
  const first = useFirstFocus(!params.has('customer'));
  const [where, setWhere] = useState('');
  const [wrong, setWrong] = useState<string>();
  const { issued, busy, lost, failure, make } = useIssue();
  const administrators = of.slug === ADMINISTRATORS;
  const check = (): boolean => {
    const good = isCustomer(customer.trim());
    setWrong(good ? undefined : texts.keys.customerWrong);
    return good;
  };
  const submit = (wish: KeyWish): void => {
    const scopes = where === '' ? wish.scopes : wish.scopes.map((scope) => `${scope}@${where}`);
    make({ ...wish, customer: customer.trim(), scopes });
  };
  const before = useMadeBefore();
  if (issued !== undefined) return <IssuedScreen issued={issued} title={shared.create.doneTitle} />;
  if (before !== undefined) return <MadeBefore before={before} />;
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/keys">
          {shared.actions.back}
        </Link>
        <ScreenTitle title={administrators ? texts.admins.create : texts.keys.onBehalf} />
        <p className="soft">{texts.keys.onBehalfIntro}</p>
      </div>
      {lost !== undefined && <LostAnswer keyId={lost} />}
      <div className="form">
        <TextField
          autoComplete="off"
          hint={administrators ? texts.admins.whoHint : texts.keys.customerHint}
          label={administrators ? texts.admins.who : texts.keys.customer}
          maxLength={255}
          onChange={(event) => setCustomer(event.target.value)}
          ref={first}
          spellCheck={false}
          value={customer}
          wrong={wrong}
        />
        {administrators && <Where onChange={setWhere} value={where} />}
      </div>
      <NewKeyForm busy={busy} checkOthers={check} customer={customer.trim()} onSubmit={submit} />
      <CallFailure error={failure} />
    </div>
  );
}

/** The workspaces in which an administrator key is valid. */
function Where({ value, onChange }: { readonly value: string; readonly onChange: (slug: string) => void }) {
  const { admins } = useConsoleTexts();
  const workspaces = useWorkspaces().data?.items ?? [];
  return (
    <Field label={admins.where}>
      {(control) => (
        <select {...control} onChange={(event) => onChange(event.target.value)} value={value}>
          <option value="">{admins.everywhere}</option>
          {workspaces
            .filter(({ slug }) => slug !== ADMINISTRATORS)
            .map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name ?? slug}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}
