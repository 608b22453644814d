import { type AuditEntry, unwrap } from '@lostwax/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { workspaceData } from '../keys/calls.ts';
import { useKeysScope } from '../keys/scope.tsx';
import { type Texts, useTexts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { NotLoaded } from '../ui/states.tsx';
import { Moment } from '../ui/time.tsx';
import { isImport, textOf } from './entry-text.ts';

const PAGE = 30;

/** Changes to all keys or to one, and who made them, newest first. */
export function History({ keyId }: { readonly keyId?: string }) {
  const texts = useTexts();
  const { client, workspace } = useKeysScope();
  const history = useInfiniteQuery({
    queryKey: [...workspaceData(workspace), 'audit', keyId ?? null],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/audit', {
          params: {
            path: { workspace },
            query: {
              limit: PAGE,
              ...(keyId !== undefined && { keyId }),
              ...(pageParam !== '' && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (history.data === undefined) return <NotLoaded query={history} />;
  const entries = history.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) return <p className="soft">{texts.history.none}</p>;
  return (
    <>
      <ol className="history">
        {entries.map((entry) => (
          <Entry entry={entry} key={entry.seq} linked={keyId === undefined} />
        ))}
      </ol>
      {history.hasNextPage && (
        <div className="buttons">
          <Button busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {texts.history.older}
          </Button>
        </div>
      )}
    </>
  );
}

function Entry({ entry, linked }: { readonly entry: AuditEntry; readonly linked: boolean }) {
  const texts = useTexts();
  const { showActor } = useKeysScope();
  const actions: Readonly<Record<string, string>> = texts.history.actions;
  const name = entry.keyId === null ? undefined : textOf(entry, 'name');
  const reason = textOf(entry, 'reason');
  return (
    <li>
      <span className="when">
        <Moment at={entry.at} />
      </span>
      <span className="what">
        {isImport(entry)
          ? texts.history.imported
          : (actions[entry.action] ?? texts.history.other(entry.action))}
        {name !== undefined && (
          <>
            {' '}
            <bdi>{texts.history.named(name)}</bdi>
          </>
        )}
        {reason !== undefined && (
          <span className="under">
            <bdi>{texts.history.reason(reason)}</bdi>
          </span>
        )}
        {linked && entry.keyId !== null && (
          <span className="under">
            <Link href={`/keys/${entry.keyId}`}>
              <code>{entry.keyId}</code>
            </Link>
          </span>
        )}
      </span>
      <span className="who soft">
        {showActor === undefined ? <bdi>{actorOf(entry, texts)}</bdi> : showActor(entry)}
      </span>
    </li>
  );
}

/** Customers don't see which of the producer's people it was; the producer does. */
function actorOf(entry: AuditEntry, texts: Texts): string {
  if (entry.actorName !== null) return entry.actorName;
  if (entry.actor === 'system') return texts.history.system;
  if (entry.actor === 'self') return texts.history.self;
  return entry.details['via'] === 'portal' ? texts.history.yourAccount : texts.history.provider;
}
