import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isLostConnection, mayHelpToRepeat, wordsFor } from '../api/errors.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';

/** What is read fast never shows that it was waited for. */
const PATIENCE_MS = 250;

/** Waiting, lost connection, refusal, or what was read: the four states of everything that is shown. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  return query.data === undefined ? <NotLoaded query={query} /> : children(query.data);
}

/** What stands in place of what has not been read. */
export function NotLoaded({
  query,
}: {
  readonly query: Pick<UseQueryResult, 'isError' | 'error' | 'failureReason' | 'refetch'>;
}) {
  const { states } = useTexts();
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Waiting words={isLostConnection(query.failureReason) ? states.waitingForConnection : states.loading} />
  );
}

export function Waiting({ words, atOnce = false }: { readonly words: string; readonly atOnce?: boolean }) {
  const [shown, show] = useState(atOnce);
  useEffect(() => {
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="waiting" role="status">
      {shown && words}
    </p>
  );
}

/** Why something could not be read; a repeat is offered where it may help. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const texts = useTexts();
  return (
    <div className="note bad" role="alert">
      <p>{wordsFor(error, texts)}</p>
      {onRetry && mayHelpToRepeat(error) && (
        <div className="buttons">
          <Button onClick={onRetry}>{texts.actions.tryAgain}</Button>
        </div>
      )}
    </div>
  );
}

/** Why a call came to nothing. It takes the focus: the button may be far away, and off the screen. */
export function CallFailure({
  error,
  words,
}: {
  readonly error: Error | undefined;
  /** Instead of those of the error's code. */
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
    </div>
  );
}

/** Nothing there yet: says so, and what to do. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children && <p className="soft">{children}</p>}
      {action}
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
