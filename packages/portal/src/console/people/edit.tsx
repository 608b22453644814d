import type { Person } from '@lostwax/client';
import { isCustomer } from '@lostwax/core/names';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { usePeopleCalls } from './calls.ts';
import { RoleFields, type RoleGrant } from './role-fields.tsx';

/** Edits an existing person's name and roles. */
export function EditPerson({ of, onClose }: { readonly of: Person; readonly onClose: () => void }) {
  const shared = useTexts();
  const { people: texts } = useConsoleTexts();
  const toast = useToast();
  const { put } = usePeopleCalls();
  const [name, setName] = useState(of.name ?? '');
  const [roles, setRoles] = useState<readonly RoleGrant[]>(of.roles);
  const save = (): void =>
    put.run({ person: of.person, name: name.trim() === '' ? null : name.trim(), roles: [...roles] }, () => {
      toast.show({ text: texts.saved });
      onClose();
    });
  return (
    <Ask
      about={<bdi>{of.person}</bdi>}
      call={put}
      confirm={shared.actions.save}
      onClose={onClose}
      onConfirm={save}
      title={texts.editTitle}
    >
      <TextField
        label={texts.name}
        maxLength={255}
        onChange={(event) => setName(event.target.value)}
        value={name}
      />
      <RoleFields onChange={setRoles} roles={roles} />
    </Ask>
  );
}

export function NewPersonScreen() {
  const { people: texts } = useConsoleTexts();
  const { put } = usePeopleCalls();
  const toast = useToast();
  const [, go] = useLocation();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly RoleGrant[]>([{ workspace: null, role: 'viewer' }]);
  const [wrong, setWrong] = useState<string>();
  const submit = (): void => {
    const person = login.trim();
    // Both forms accept the same: visible ASCII characters.
    const good = isCustomer(person);
    setWrong(good ? undefined : texts.loginWrong);
    if (!good) return;
    put.run({ person, roles: [...roles], ...(name.trim() !== '' && { name: name.trim() }) }, () => {
      toast.show({ text: texts.added });
      go('/people');
    });
  };
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/people">
          {texts.title}
        </Link>
        <ScreenTitle title={texts.addTitle} />
      </div>
      <Form onSubmit={submit}>
        <TextField
          autoComplete="off"
          hint={texts.loginHint}
          label={texts.login}
          maxLength={255}
          onChange={(event) => setLogin(event.target.value)}
          spellCheck={false}
          value={login}
          wrong={wrong}
        />
        <TextField
          label={texts.name}
          maxLength={255}
          onChange={(event) => setName(event.target.value)}
          value={name}
        />
        <RoleFields onChange={setRoles} roles={roles} />
        <CallFailure error={put.error} />
        <div className="buttons">
          <Button busy={put.busy} kind="main" type="submit">
            {texts.add}
          </Button>
        </div>
      </Form>
    </div>
  );
}
