import type { Person } from '@lostwax/client';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Failure } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { usePeopleCalls } from './calls.ts';
import { RoleFields, type RoleGrant } from './role-fields.tsx';

/** Name and roles of a person who is there. */
export function EditPerson({ of, onClose }: { readonly of: Person; readonly onClose: () => void }) {
  const shared = useTexts();
  const { people: texts } = useConsoleTexts();
  const { put } = usePeopleCalls();
  const [name, setName] = useState(of.name ?? '');
  const [roles, setRoles] = useState<readonly RoleGrant[]>(of.roles);
  const save = (): void =>
    put.mutate(
      { person: of.person, name: name.trim() === '' ? null : name.trim(), roles: [...roles] },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{shared.actions.cancel}</Button>
          <Button busy={put.isPending} kind="main" onClick={save}>
            {shared.actions.save}
          </Button>
        </>
      }
      onClose={onClose}
      open
      title={texts.editTitle}
    >
      <p>
        <bdi>{of.person}</bdi>
      </p>
      <TextField
        label={texts.name}
        maxLength={255}
        onChange={(event) => setName(event.target.value)}
        value={name}
      />
      <RoleFields onChange={setRoles} roles={roles} />
      {put.isError && <Failure error={put.error} />}
    </Dialog>
  );
}

export function NewPersonScreen() {
  const { people: texts } = useConsoleTexts();
  const { put } = usePeopleCalls();
  const [, go] = useLocation();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly RoleGrant[]>([{ workspace: null, role: 'viewer' }]);
  const [wrong, setWrong] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const person = login.trim();
    const good = /^[\x21-\x7e]{1,255}$/.test(person);
    setWrong(good ? undefined : texts.loginWrong);
    if (!good) return;
    put.mutate(
      { person, roles: [...roles], ...(name.trim() !== '' && { name: name.trim() }) },
      { onSuccess: () => go('/people') },
    );
  };
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/people">
          {texts.title}
        </Link>
        <ScreenTitle title={texts.addTitle} />
      </div>
      <form className="form" noValidate onSubmit={submit}>
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
        {put.isError && <Failure error={put.error} />}
        <div className="buttons">
          <Button busy={put.isPending} kind="main" type="submit">
            {texts.add}
          </Button>
        </div>
      </form>
    </div>
  );
}
