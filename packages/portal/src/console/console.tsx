import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import type { Connection } from '../api/connection.ts';
import { readSession, type SessionInfo } from '../api/session.ts';
import { AccountMenu } from '../app/account-menu.tsx';
import { SessionContext } from '../app/session.tsx';
import { Shell } from '../app/shell.tsx';
import { KeyMakingRoot } from '../keys/making.tsx';
import { Note } from '../ui/states.tsx';
import { NewPersonScreen } from './people/edit.tsx';
import { PeopleScreen } from './people/list.tsx';
import { ADMINISTRATORS, allowed } from './permissions.ts';
import { useConsoleTexts } from './texts/texts.ts';
import { WorkspacePlaces } from './workspace.tsx';
import { WorkspacesScreen } from './workspaces/list.tsx';
import { NewWorkspaceScreen } from './workspaces/new.tsx';

export interface ConsoleProps {
  readonly connection: Connection;
  readonly info: SessionInfo;
  /** What stands over the screen when the session is over. */
  readonly ended: ReactNode;
  readonly onLeave: () => void;
}

/** The producer's pages inside a session. */
export function Console({ connection, info: first, ended, onLeave }: ConsoleProps) {
  const texts = useConsoleTexts();
  const queries = useQueryClient();
  // Read anew with every change: roles count at once, and the first key's warning goes.
  const { data: info = first } = useQuery({
    queryKey: ['session', first.id],
    queryFn: () => readSession(connection),
    initialData: first,
  });
  useEffect(() => {
    if (first.id !== '') void queries.invalidateQueries();
  }, [queries, first.id]);
  const session = useMemo(() => ({ connection, client: connection.client, info }), [connection, info]);
  const owner = allowed(info, 'admin', null);
  const [place] = useLocation();
  const administrators = `/w/${ADMINISTRATORS}`;
  const places = [
    {
      to: '/workspaces',
      name: texts.places.workspaces,
      current: /^\/(workspaces|w)\b/.test(place) && !place.startsWith(administrators),
    },
    ...(owner
      ? [
          { to: administrators, name: texts.places.administrators },
          { to: '/people', name: texts.places.people },
        ]
      : []),
  ];
  return (
    <SessionContext value={session}>
      <KeyMakingRoot>
        {' '}
        <Shell
          actions={
            <AccountMenu
              actions={[{ label: texts.signIn.out, onPress: onLeave }]}
              who={<bdi>{info.actor.name ?? info.actor.id}</bdi>}
            />
          }
          brand={<Brand />}
          places={places}
        >
          {info.warnings?.includes('first_key_in_use') && firstPlaces.test(place) && <FirstKey />}
          <Switch>
            <Route path="/workspaces">
              <WorkspacesScreen />
            </Route>
            <Route path="/workspaces/new">
              <NewWorkspaceScreen />
            </Route>
            <Route path="/people">
              <PeopleScreen />
            </Route>
            <Route path="/people/new">
              <NewPersonScreen />
            </Route>
            <Route nest path="/w/:slug">
              {({ slug }) => <WorkspacePlaces key={slug} slug={slug} />}
            </Route>
            <Route>
              <Redirect replace to="/workspaces" />
            </Route>
          </Switch>
        </Shell>
      </KeyMakingRoot>
      {ended}
    </SessionContext>
  );
}

/** Where the warning of the first key stands: where one begins, and where it is replaced. */
const firstPlaces = /^\/(workspaces|w\/lostwax\/keys)$/;

function Brand() {
  const texts = useConsoleTexts();
  return (
    <span className="brand-name">
      <span className="brand-mark" />
      {texts.name}
    </span>
  );
}

function FirstKey() {
  const { firstKey } = useConsoleTexts();
  return (
    <div className="above">
      <Note kind="warn">
        <p>{firstKey.text}</p>
        <p>
          <Link href={`/w/${ADMINISTRATORS}/keys`}>{firstKey.action}</Link>
        </p>
      </Note>
    </div>
  );
}
