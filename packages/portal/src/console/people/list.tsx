import type { Person } from '@lostwax/client';
import { useState } from 'react';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Loaded, Note } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useWorkspaces } from '../data.ts';
import { useProvider } from '../sign-in-form.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { usePeople } from './calls.ts';
import { EditPerson } from './edit.tsx';
import { RemovePerson } from './remove.tsx';

/** The people who may sign in with the identity provider. */
export function PeopleScreen() {
  const { people: texts } = useConsoleTexts();
  const people = usePeople();
  const provider = useProvider();
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.title} />
          <p className="soft prose">{texts.intro}</p>
        </div>
        <ButtonLink kind="main" to="/people/new">
          {texts.add}
        </ButtonLink>
      </div>
      {provider === undefined && (
        <Note>
          <p>{texts.noProvider}</p>
        </Note>
      )}
      <Loaded query={people}>
        {({ items }) =>
          items.length === 0 ? <Empty title={texts.noneTitle}>{texts.none}</Empty> : <Table people={items} />
        }
      </Loaded>
    </div>
  );
}

function Table({ people }: { readonly people: readonly Person[] }) {
  const { people: texts } = useConsoleTexts();
  const { columns } = texts;
  const [editing, edit] = useState<Person>();
  const [removing, remove] = useState<Person>();
  return (
    <>
      <table aria-label={texts.title} className="table lines">
        <thead>
          <tr>
            <th scope="col">{columns.person}</th>
            <th scope="col">{columns.roles}</th>
            <th scope="col">{columns.last}</th>
            <th scope="col">
              <span className="hidden-visually">{texts.edit}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <td>
                <div className="key-name">
                  <bdi>{person.name ?? person.person}</bdi>
                  {person.name !== null && <bdi className="soft small">{person.person}</bdi>}
                </div>
              </td>
              <td className="roles">
                <Roles of={person} />
              </td>
              <td data-label={columns.last}>
                {person.lastSignInAt === null ? (
                  <span className="soft">{texts.never}</span>
                ) : (
                  <Ago at={person.lastSignInAt} />
                )}
              </td>
              <td className="acts">
                <Menu
                  items={[
                    { label: texts.edit, onPress: () => edit(person) },
                    { label: texts.remove, danger: true, onPress: () => remove(person) },
                  ]}
                  label={texts.more(person.name ?? person.person)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {editing && <EditPerson of={editing} onClose={() => edit(undefined)} />}
      {removing && <RemovePerson of={removing} onClose={() => remove(undefined)} />}
    </>
  );
}

function Roles({ of: { roles } }: { readonly of: Person }) {
  const { people: texts } = useConsoleTexts();
  const titles = new Map(useWorkspaces().data?.items.map(({ slug, name }) => [slug, name]));
  if (roles.length === 0) return <span className="soft">{texts.noRoles}</span>;
  return (
    <ul>
      {roles.map(({ workspace, role }) => (
        <li key={`${workspace} ${role}`}>
          {workspace === null
            ? texts.everywhere(texts.roleNames[role])
            : texts.in(texts.roleNames[role], titles.get(workspace) ?? workspace)}
        </li>
      ))}
    </ul>
  );
}
