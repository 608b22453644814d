import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Router } from 'wouter';
import { useCall } from '../api/call.ts';
import { connect, cookieCredentials } from '../api/connection.ts';
import { endSession, readSession, type SessionInfo } from '../api/session.ts';
import { consolePath, sentHome } from '../app/home.ts';
import { locationBelow } from '../app/location.ts';
import { Opening } from '../app/opening.tsx';
import { LocaleContext, useLocale } from '../texts/texts.ts';
import { readAddress } from './address.ts';
import { Console } from './console.tsx';
import { SignInAgain } from './ended.tsx';
import { announceSession, followSessions } from './handover.ts';
import { signInByCode } from './session-calls.ts';
import { SignIn } from './sign-in.tsx';
import { withConsoleTexts } from './texts/texts.ts';

/** The console as a page of the authority, with its own words for errors. */
export function ConsolePage() {
  const shared = useLocale();
  const own = useMemo(() => withConsoleTexts(shared), [shared]);
  return (
    <LocaleContext value={own}>
      <Entrance />
    </LocaleContext>
  );
}

/** Finds its session in the path, takes the code of a link for one, or asks to sign in. */
function Entrance() {
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
  const [opening, setOpening] = useState(
    () => address.current.session !== undefined || address.current.code !== undefined,
  );

  /** A session replaces the previous one without changing the screen. */
  const enter = useCallback(
    (found: SessionInfo) => {
      const { place } = readAddress(location);
      session.current = found.id;
      connection.ended.set(false);
      history.replaceState(
        null,
        '',
        consolePath(found.id) + (place === '/' ? '/workspaces' : place) + location.search,
      );
      setFailure(undefined);
      setInfo(found);
      announceSession(found);
    },
    [connection],
  );

  const open = useCallback(() => {
    const { code, session: known, problem } = address.current;
    // Neither a code nor a refusal stays in the address: one is a secret, the other is over with the next try.
    if (code !== undefined || problem !== undefined) history.replaceState(null, '', location.pathname);
    const found = code === undefined ? known && readSession(connection) : signInByCode(code);
    setFailure(undefined);
    if (!found) return;
    setOpening(true);
    found.then(
      (it) => {
        if (code === undefined && sentHome(it)) return;
        enter(it);
        setOpening(false);
      },
      (error: unknown) => {
        connection.ended.set(false);
        setFailure({ error });
        setOpening(false);
      },
    );
  }, [connection, enter]);

  const started = useRef(false);
  useEffect(() => {
    if (!started.current) open();
    started.current = true;
    // A link that is pasted where the console is open changes only the address after #: the browser loads
    // nothing.
    const pasted = (): void => {
      const now = readAddress(location);
      if (now.code === undefined && now.problem === undefined) return;
      address.current = now;
      open();
    };
    window.addEventListener('hashchange', pasted);
    return () => window.removeEventListener('hashchange', pasted);
  }, [open]);

  useEffect(() => {
    if (info === undefined) return undefined;
    return followSessions(info, (id) => {
      if (!connection.ended.value) return;
      session.current = id;
      void readSession(connection).then(enter);
    });
  }, [connection, enter, info]);

  const hook = useMemo(() => locationBelow(() => consolePath(session.current ?? '')), []);
  const hrefs = useCallback((to: string) => consolePath(session.current ?? '') + to, []);
  // A session that is over already is left too.
  const leaving = useCall(() => endSession(connection).catch(() => undefined));
  const leave = (): void => leaving.run(undefined, () => location.assign('/console/'));
  if (info === undefined && opening) return <Opening />;
  if (info === undefined) {
    const { place, problem } = address.current;
    return <SignIn failure={failure} onDone={enter} place={place} problem={problem} />;
  }
  return (
    <Router hook={hook} hrefs={hrefs}>
      <Console connection={connection} ended={<SignInAgain onDone={enter} />} info={info} onLeave={leave} />
    </Router>
  );
}
