import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Router } from 'wouter';
import { useCall } from '../api/call.ts';
import { connect, cookieCredentials } from '../api/connection.ts';
import { mayHelpToRepeat } from '../api/errors.ts';
import { endSession, exchangeCode, readSession, type SessionInfo } from '../api/session.ts';
import { announceSession, followSessions } from '../app/handover.ts';
import { portalPath, sentHome } from '../app/home.ts';
import { locationBelow } from '../app/location.ts';
import { Opening } from '../app/opening.tsx';
import { readAddress } from './address.ts';
import { CannotOpen } from './cannot-open.tsx';
import { Left, OpenAgain, returnPage, WaysOut } from './page-parts.tsx';
import { Portal } from './portal.tsx';

/** The portal as a page of the authority: exchanges the code in its URL for a session, and keeps the session's ID in the path. */
export function PortalPage() {
  const address = useRef(readAddress(location));
  const session = useRef(address.current.session);
  const connection = useMemo(
    () =>
      connect(
        location.origin,
        cookieCredentials(() => session.current),
      ),
    [],
  );
  const [info, setInfo] = useState<SessionInfo>();
  const [failure, setFailure] = useState<{ readonly error: unknown }>();
  const [left, setLeft] = useState(false);
  const started = useRef(false);
  const opening = useRef(false);
  const again = useRef(() => {});

  const enter = useCallback(
    (found: SessionInfo) => {
      session.current = found.id;
      connection.ended.set(false);
      setInfo(found);
    },
    [connection],
  );

  const open = useCallback(async () => {
    // A code works once: a second attempt would be refused, and hide what the first one opened.
    if (opening.current) return;
    opening.current = true;
    const asked = address.current;
    const { workspace, code } = asked;
    setFailure(undefined);
    try {
      if (code === undefined) {
        const known = await readSession(connection);
        if (!sentHome(known)) enter(known);
        return;
      }
      const found = await exchangeCode(connection, workspace, code);
      // Another link was pasted in the meantime: that one takes precedence.
      if (address.current !== asked) return;
      // Remove the code from the URL first: it is used up, and shouldn't remain in the history.
      history.replaceState(null, '', `${portalPath(workspace, found.id)}/keys`);
      address.current = { workspace, session: found.id, code: undefined };
      enter(found);
      announceSession(found);
    } catch (error) {
      if (address.current !== asked) return;
      // A refused code is used up too; one that never arrived is tried again.
      if (!mayHelpToRepeat(error)) {
        history.replaceState(null, '', location.pathname);
        address.current = { ...address.current, code: undefined };
      }
      // Reported by the page itself, not by a dialog over an empty page.
      connection.ended.set(false);
      setFailure({ error });
    } finally {
      opening.current = false;
      if (address.current !== asked && address.current.code !== undefined) again.current();
    }
  }, [connection, enter]);

  again.current = () => void open();

  // Pasting a new link over an old one changes only the fragment, so the browser doesn't reload.
  useEffect(() => {
    const pasted = (): void => {
      const now = readAddress(location);
      if (now.code === undefined) return;
      address.current = now;
      setLeft(false);
      void open();
    };
    window.addEventListener('hashchange', pasted);
    return () => window.removeEventListener('hashchange', pasted);
  }, [open]);

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    // A prerendered page hasn't been opened by a person, and the code works only once.
    if ('prerendering' in document && document.prerendering === true)
      document.addEventListener('prerenderingchange', () => void open(), { once: true });
    else void open();
  }, [open]);

  useEffect(() => {
    if (info === undefined) return undefined;
    return followSessions(info, (id) => {
      if (!connection.ended.value) return;
      session.current = id;
      void readSession(connection).then((found) => {
        const place = location.pathname.slice(portalPath(address.current.workspace, info.id).length);
        enter(found);
        history.replaceState(history.state, '', portalPath(address.current.workspace, found.id) + place);
      });
    });
  }, [connection, enter, info]);

  const hook = useMemo(
    () => locationBelow(() => portalPath(address.current.workspace, session.current ?? '')),
    [],
  );
  const hrefs = useCallback(
    (to: string) => portalPath(address.current.workspace, session.current ?? '') + to,
    [],
  );
  // If the session has already ended, the page is left too.
  const leaving = useCall(() => endSession(connection).catch(() => undefined));
  const leave = (found: SessionInfo): void => {
    const page = returnPage(found);
    leaving.run(undefined, () => (page === undefined ? setLeft(true) : location.assign(page.href)));
  };
  if (left) return <Left />;
  if (failure !== undefined) return <CannotOpen error={failure.error} onRetry={() => void open()} />;
  if (info === undefined) return <Opening />;
  return (
    <Router hook={hook} hrefs={hrefs}>
      <Portal
        actions={<WaysOut info={info} onLeave={() => leave(info)} />}
        connection={connection}
        ended={<OpenAgain info={info} />}
        info={info}
      />
    </Router>
  );
}
