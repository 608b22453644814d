import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { isLostConnection, mayHelpToRepeat, wordsFor } from '../api/errors.ts';
import { SupportForError } from '../app/support.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { Skeleton, useWaited } from './skeleton.tsx';

/** Loading, connection lost, error, or data: the four states of everything that is read. */
export function Loaded<T>({
  query,
  skeleton,
  children,
}: {
  readonly query: UseQueryResult<T>;
  /** Shown while loading, in the shape of the content; gray lines by default. */
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  return query.data === undefined ? <NotLoaded query={query} skeleton={skeleton} /> : children(query.data);
}

/** Shown while there is no data yet. */
export function NotLoaded({
  query,
  skeleton = <Skeleton />,
}: {
  readonly query: Pick<UseQueryResult, 'isError' | 'error' | 'failureReason' | 'refetch'>;
  readonly skeleton?: ReactNode;
}) {
  const { states } = useTexts();
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return isLostConnection(query.failureReason) ? <Waiting words={states.waitingForConnection} /> : skeleton;
}

export function Waiting({ words }: { readonly words: string }) {
  const shown = useWaited();
  return (
    <p className="waiting" role="status">
      {shown && words}
    </p>
  );
}

/** Why something couldn't be read, with a retry button where that may help. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const texts = useTexts();
  return (
    <div className="note bad" role="alert">
      <p>{wordsFor(error, texts)}</p>
      <SupportForError error={error} />
      {onRetry && mayHelpToRepeat(error) && (
        <div className="buttons">
          <Button onClick={onRetry}>{texts.actions.tryAgain}</Button>
        </div>
      )}
    </div>
  );
}

/** Why a call failed. It takes the focus, because the button may be off screen. */
export function CallFailure({
  error,
  words,
}: {
  readonly error: Error | undefined;
  /** Replaces the text for the error's code. */
  readonly words?: ReactNode;
}) {
  const texts = useTexts();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== undefined) box.current?.focus();
  }, [error]);
  if (error === undefined) return null;
  return (
    <div className="note bad" ref={box} role="alert" tabIndex={-1}>
      <p>{words ?? wordsFor(error, texts)}</p>
      <SupportForError error={error} />
    </div>
  );
}

export function Note({
  kind = 'plain',
  children,
  urgent = false,
}: {
  readonly kind?: 'plain' | 'good' | 'warn' | 'bad';
  readonly children: ReactNode;
  /** Read out at once. */
  readonly urgent?: boolean;
}) {
  return (
    <div className={`note ${kind}`} role={urgent ? 'alert' : undefined}>
      {children}
    </div>
  );
}
