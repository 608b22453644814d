import { unwrap } from '@lostwax/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { NotLoaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { Export } from './export.tsx';
import { type AuditFilter, Filters, noFilter, queryOf } from './filters.tsx';
import { AuditTable } from './table.tsx';

const PAGE = 50;

/** All that was done in a workspace. */
export function AuditScreen({ slug }: { readonly slug: string }) {
  const shared = useTexts();
  const { audit: texts } = useConsoleTexts();
  const { client } = useSession();
  const [filter, setFilter] = useState<AuditFilter>(noFilter);
  const query = queryOf(filter);
  const rows = useInfiniteQuery({
    queryKey: [...workspaceData(slug), 'audit', query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/audit', {
          params: {
            path: { workspace: slug },
            query: { ...(query as object), limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const entries = rows.data?.pages.flatMap(({ items }) => items);
  const filtered = Object.keys(query).length > 0;
  return (
    <div className="screen">
      <div>
        <ScreenTitle title={texts.title} />
        <p className="soft prose">{texts.intro}</p>
      </div>
      <Filters onShow={setFilter} />
      <Export filter={query} slug={slug} />
      {entries === undefined && <NotLoaded query={rows} />}
      {entries?.length === 0 && <p className="soft">{filtered ? texts.nothing : texts.none}</p>}
      {entries !== undefined && entries.length > 0 && <AuditTable entries={entries} />}
      {rows.hasNextPage && (
        <div className="buttons">
          <Button busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            {shared.history.older}
          </Button>
        </div>
      )}
    </div>
  );
}
