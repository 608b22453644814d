import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import type { Connection } from '../api/connection.ts';
import { readSession, type SessionInfo } from '../api/session.ts';
import { AccountMenu } from '../app/account-menu.tsx';
import { SessionContext, useSession } from '../app/session.tsx';
import { Shell } from '../app/shell.tsx';
import { KeyMakingRoot } from '../keys/making.tsx';
import { SiteContext } from '../ui/site.ts';
import { Note } from '../ui/states.tsx';
import { Brand } from './frame/brand.tsx';
import { usePlaces } from './frame/places.ts';
import { NewPersonScreen } from './people/edit.tsx';
import { PeopleScreen } from './people/list.tsx';
import { ADMINISTRATORS } from './permissions.ts';
import { useConsoleTexts } from './texts/texts.ts';
import { WorkspacePlaces } from './workspace.tsx';
import { WorkspacesScreen } from './workspaces/list.tsx';
import { NewWorkspaceScreen } from './workspaces/new.tsx';

export interface ConsoleProps {
  readonly connection: Connection;
  readonly info: SessionInfo;
  /** Shown over the screen when the session has ended. */
  readonly ended: ReactNode;
  readonly onLeave: () => void;
}

/** The producer's pages inside a session. */
export function Console({ connection, info: first, ended, onLeave }: ConsoleProps) {
  const texts = useConsoleTexts();
  const queries = useQueryClient();
  // Reloaded after every change: roles take effect at once, and the first key's warning disappears.
  const { data: info = first } = useQuery({
    queryKey: ['session', first.id],
    queryFn: () => readSession(connection),
    initialData: first,
  });
  useEffect(() => {
    if (first.id !== '') void queries.invalidateQueries();
  }, [queries, first.id]);
  const session = useMemo(() => ({ connection, client: connection.client, info }), [connection, info]);
  return (
    <SessionContext value={session}>
      <KeyMakingRoot>
        {' '}
        <ConsoleShell
          actions={
            <AccountMenu
              actions={[{ label: texts.signIn.out, onPress: onLeave }]}
              who={<bdi>{info.actor.name ?? info.actor.id}</bdi>}
            />
          }
        >
          <FirstKey />
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
        </ConsoleShell>
      </KeyMakingRoot>
      {ended}
    </SessionContext>
  );
}

/** Screens that show the warning about the first key: where one starts, and where it is replaced. */
const firstPlaces = /^\/(workspaces|w\/lostwax\/keys)$/;

/** The top bar and its tabs; here, inside of the session, since they show what it may do. */
function ConsoleShell({ actions, children }: { readonly actions: ReactNode; readonly children: ReactNode }) {
  const { name } = useConsoleTexts();
  return (
    <SiteContext value={name}>
      <Shell actions={actions} brand={<Brand />} places={usePlaces()}>
        {children}
      </Shell>
    </SiteContext>
  );
}

function FirstKey() {
  const { firstKey } = useConsoleTexts();
  const { info } = useSession();
  const [place] = useLocation();
  if (!info.warnings?.includes('first_key_in_use') || !firstPlaces.test(place)) return null;
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
