import { unwrap } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Pager, useAsked } from '../../app/asked.tsx';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useFilterForm } from '../filters/form.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { Export } from './export.tsx';
import { auditFilters, Filters, queryOf } from './filters.tsx';
import { AuditTable } from './table.tsx';

const PAGE = 50;

/** The audit log of a workspace. The URL holds the filters and the page. */
export function AuditScreen({ slug }: { readonly slug: string }) {
  const shared = useTexts();
  const { audit: texts } = useConsoleTexts();
  const { client } = useSession();
  const filters = useFilterForm(auditFilters);
  const { cursor } = useAsked(['cursor']);
  const query = queryOf(filters.asked, new Date());
  const page = useQuery({
    queryKey: [...workspaceData(slug), 'audit', query, cursor ?? null],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/audit', {
          params: {
            path: { workspace: slug },
            query: { ...(query as object), limit: PAGE, ...(cursor !== undefined && { cursor }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const filtered = Object.keys(filters.asked).length > 0;
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.title} />
          <p className="soft prose">{texts.intro}</p>
        </div>
        <Export filter={query} slug={slug} />
      </div>
      <Filters of={filters} />
      <Loaded query={page}>
        {({ items, nextCursor }) =>
          items.length === 0 && cursor === undefined ? (
            <Empty
              action={filtered && <Button onClick={filters.clear}>{texts.clear}</Button>}
              title={filtered ? texts.nothing : texts.none}
            />
          ) : (
            <>
              <AuditTable entries={items} />
              <Pager
                label={texts.pages}
                newest={shared.keys.newer}
                next={nextCursor}
                older={shared.keys.older}
                place="/audit"
              />
            </>
          )
        }
      </Loaded>
    </div>
  );
}
