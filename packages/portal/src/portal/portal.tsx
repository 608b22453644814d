import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect, useMemo } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Connection } from '../api/connection.ts';
import { readSession, type SessionInfo } from '../api/session.ts';
import { useFavicon } from '../app/favicon.ts';
import { useFrame } from '../app/frame.tsx';
import { localAddress } from '../app/image-address.ts';
import { Mark } from '../app/mark.tsx';
import { SessionContext } from '../app/session.tsx';
import { Shell } from '../app/shell.tsx';
import { KeyMakingRoot } from '../keys/making.tsx';
import { type KeysScope, KeysScopeContext } from '../keys/scope.tsx';
import { useTexts } from '../texts/texts.ts';
import { SiteContext } from '../ui/site.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Note } from '../ui/states.tsx';
import { HistoryScreen } from './history.tsx';
import { KeyScreen } from './keys/detail.tsx';
import { KeysScreen } from './keys/list.tsx';
import { NewKeyScreen } from './keys/new.tsx';
import { RotateScreen } from './keys/rotate.tsx';

// Needed rarely, so the first load is without it.
const FoundScreen = lazy(async () => ({ default: (await import('./found.tsx')).FoundScreen }));

export interface PortalProps {
  readonly connection: Connection;
  readonly info: SessionInfo;
  /** To the right of the brand: the exits. */
  readonly actions: ReactNode;
  /** Shown over the screen when the session has ended. */
  readonly ended: ReactNode;
}

/** The customer's portal within a session: both the page and the element. */
export function Portal({ connection, info: first, actions, ended }: PortalProps) {
  const texts = useTexts();
  const { wish, ownsPage } = useFrame();
  const queries = useQueryClient();
  // Refetched with every change, since it counts the customer's keys.
  const { data: info = first } = useQuery({
    queryKey: ['session', first.id],
    queryFn: () => readSession(connection),
    initialData: first,
  });
  const session = useMemo(() => ({ connection, client: connection.client, info }), [connection, info]);
  const workspace = info.workspace?.slug ?? '';
  const suspended = info.customer?.state === 'suspended';
  const scope = useMemo<KeysScope>(
    () => ({
      client: connection.client,
      workspace,
      may: (what) => info.can.includes(what),
      mayRevive: (key, successor) =>
        !suspended &&
        [key, successor].every((either) => either?.disabledBy !== 'producer') &&
        (info.workspace?.anyScope === true ||
          key.scopes.every((name) => info.workspace?.scopes.some(({ scope: may }) => may === name))),
    }),
    [connection, workspace, info.can, info.workspace, suspended],
  );
  useFavicon(info.workspace?.favicon, ownsPage);
  useLayoutEffect(() => {
    wish({ color: info.workspace?.color ?? null, locale: info.locale });
  }, [wish, info.workspace?.color, info.locale]);
  // A session that replaces another refetches everything, and keeps unsaved input.
  useEffect(() => {
    if (first.id !== '') void queries.invalidateQueries();
  }, [queries, first.id]);
  const places = [
    { to: '/keys', name: texts.shell.keys },
    { to: '/history', name: texts.shell.history },
    { to: '/found', name: texts.shell.found },
  ];
  return (
    <SessionContext value={session}>
      <SiteContext value={info.workspace?.name ?? info.workspace?.slug}>
        <KeysScopeContext value={scope}>
          <KeyMakingRoot>
            {' '}
            <Shell actions={actions} brand={<Brand info={info} />} places={places}>
              {info.customer?.state === 'suspended' && (
                <div className="suspended">
                  <Note kind="bad">{texts.errors.codes.customer_suspended}</Note>
                </div>
              )}
              <Switch>
                <Route path="/keys">
                  <KeysScreen />
                </Route>
                <Route path="/keys/new">
                  <NewKeyScreen />
                </Route>
                <Route path="/keys/:keyId">{({ keyId }) => <KeyScreen key={keyId} keyId={keyId} />}</Route>
                <Route path="/keys/:keyId/rotate">
                  {({ keyId }) => <RotateScreen key={keyId} keyId={keyId} />}
                </Route>
                <Route path="/history">
                  <HistoryScreen />
                </Route>
                <Route path="/found">
                  <Suspense fallback={<Skeleton />}>
                    <FoundScreen />
                  </Suspense>
                </Route>
                <Route>
                  <Redirect replace to="/keys" />
                </Route>
              </Switch>
            </Shell>
          </KeyMakingRoot>
          {ended}
        </KeysScopeContext>
      </SiteContext>
    </SessionContext>
  );
}

function Brand({ info }: { readonly info: SessionInfo }) {
  const logo = info.workspace?.logo;
  return (
    <span className="brand-name">
      {logo ? <img alt="" className="brand-logo" src={localAddress(logo)} /> : <Mark />}
      <bdi>{info.workspace?.name ?? info.workspace?.slug}</bdi>
    </span>
  );
}
