import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Router } from 'wouter';
import { connect } from '../api/connection.ts';
import { readSession, type SessionInfo } from '../api/session.ts';
import { SessionEnded } from '../app/session-ended.tsx';
import { CannotOpen } from '../portal/cannot-open.tsx';
import { Portal } from '../portal/portal.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Waiting } from '../ui/states.tsx';
import { useEmbeddedPlace } from './place.ts';
import { reasonOf } from './reason.ts';
import { type EmbedSession, TokenSource } from './token-source.ts';

/** The portal inside another page: the session comes from that page, and its places stay out of that page's address. */
export function Embedded({
  authority,
  getSession,
  inHistory,
}: {
  readonly authority: string;
  /** Whether its places are in the page's history, so that Back leads to them. */
  readonly inHistory: boolean;
  readonly getSession: () => Promise<EmbedSession>;
}) {
  const texts = useTexts();
  const queries = useQueryClient();
  const { connection, tokens } = useMemo(() => {
    const source: TokenSource = new TokenSource(getSession, () => made.ended.set(true));
    const made = connect(authority, source);
    return { connection: made, tokens: source };
  }, [authority, getSession]);
  const place = useEmbeddedPlace(inHistory);
  const [info, setInfo] = useState<SessionInfo>();
  const [failure, setFailure] = useState<{ readonly error: unknown }>();

  const open = useCallback(() => {
    tokens.forget();
    setFailure(undefined);
    readSession(connection).then(
      (found) => {
        connection.ended.set(false);
        setInfo(found);
        void queries.invalidateQueries();
      },
      (error: unknown) => void reasonOf(error, authority).then((reason) => setFailure({ error: reason })),
    );
  }, [authority, connection, tokens, queries]);
  useEffect(open, [open]);

  if (info === undefined) {
    return failure === undefined ? (
      <Waiting words={texts.states.loading} />
    ) : (
      <CannotOpen error={failure.error} onRetry={open} />
    );
  }
  return (
    <Router hook={place.hook} hrefs={hrefs} searchHook={place.searchHook}>
      <Portal
        actions={null}
        connection={connection}
        ended={
          <SessionEnded
            about={<p>{texts.session.endedElement}</p>}
            buttons={
              <Button kind="main" onClick={open}>
                {texts.actions.tryAgain}
              </Button>
            }
          />
        }
        info={info}
      />
    </Router>
  );
}

/** Places inside the element have no address: those belong to the page. */
const hrefs = (): string => '#';
