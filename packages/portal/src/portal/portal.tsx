import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Connection } from '../api/connection.ts';
import { endSession, type SessionInfo } from '../api/session.ts';
import { useFrame } from '../app/frame.tsx';
import { SessionContext } from '../app/session.tsx';
import { SessionEnded } from '../app/session-ended.tsx';
import { Shell } from '../app/shell.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { KeysScreen } from './keys/list.tsx';

/** The customer's portal inside a session: as a page and as the element. */
export function Portal({
  connection,
  info,
}: {
  readonly connection: Connection;
  readonly info: SessionInfo;
}) {
  const texts = useTexts();
  const { wish, ownsPage } = useFrame();
  const queries = useQueryClient();
  const session = useMemo(() => ({ connection, client: connection.client, info }), [connection, info]);
  useEffect(() => {
    wish({ colour: info.workspace?.colour ?? null, locale: info.locale });
  }, [wish, info.workspace?.colour, info.locale]);
  // A session that takes another's place reads everything anew, and leaves what was typed.
  useEffect(() => {
    if (info.id) void queries.invalidateQueries();
  }, [queries, info.id]);
  const leave = (): void => {
    void endSession(connection).finally(() => {
      if (info.returnUrl !== null) location.assign(info.returnUrl);
      else connection.ended.set(true);
    });
  };
  const places = [{ to: '/keys', name: texts.shell.keys }];
  return (
    <SessionContext value={session}>
      <Shell
        actions={
          ownsPage && (
            <Button kind="quiet" onClick={leave}>
              {texts.shell.leave}
            </Button>
          )
        }
        brand={<Brand info={info} />}
        places={places}
      >
        <Switch>
          <Route path="/keys">
            <KeysScreen />
          </Route>
          <Route>
            <Redirect replace to="/keys" />
          </Route>
        </Switch>
      </Shell>
      <SessionEnded buttons={null}>
        <p>{texts.session.ended}</p>
      </SessionEnded>
    </SessionContext>
  );
}

function Brand({ info }: { readonly info: SessionInfo }) {
  return (
    <>
      <span className="brand-name">
        <span className="brand-mark" />
        <bdi>{info.workspace?.name ?? info.workspace?.slug}</bdi>
      </span>
      <span className="brand-who">
        <bdi>{info.customer?.name ?? info.customer?.id}</bdi>
      </span>
    </>
  );
}
