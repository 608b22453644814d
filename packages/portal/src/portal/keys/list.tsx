import { unwrap } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { Pager, useAsked } from '../../app/asked.tsx';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { KeyTable } from '../../keys/table.tsx';
import { KeyTools } from '../../keys/tools.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { KeyIcon } from '../../ui/icons.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

const PAGE = 100;

/** The customer's keys: all of them by pages, newest first, and any of them by search. The place holds what is asked for. */
export function KeysScreen() {
  const texts = useTexts();
  const { client, workspace, may } = useKeysScope();
  const asked = useAsked(['q', 'state', 'cursor']);
  const keys = useQuery({
    queryKey: [...workspaceData(workspace), 'keys', asked],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys', {
          params: { path: { workspace }, query: { limit: PAGE, ...(asked as object) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.keys.title} />
          <Count />
        </div>
        {may('create') && (
          <ButtonLink kind="main" to="/keys/new">
            {texts.keys.create}
          </ButtonLink>
        )}
      </div>
      <KeyTools />
      <Loaded query={keys} skeleton={<TableSkeleton columns={6} />}>
        {({ items, nextCursor }) =>
          items.length === 0 && asked['cursor'] === undefined ? (
            <Nothing q={asked['q']} state={asked['state']} />
          ) : (
            <>
              <KeyTable keys={items} label={texts.keys.list} linkOf={({ id }) => `/keys/${id}`} />
              <Pager
                label={texts.keys.pages}
                newest={texts.keys.newer}
                next={nextCursor}
                older={texts.keys.older}
                place="/keys"
              />
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function Count() {
  const texts = useTexts();
  const format = useFormat();
  const { info } = useSession();
  const count = format.number(info.liveKeys);
  return (
    <p className="soft">
      {info.maxKeys === null
        ? texts.keys.count(info.liveKeys, count)
        : texts.keys.of(count, format.number(info.maxKeys))}
    </p>
  );
}

function Nothing({ q, state }: { readonly q: string | undefined; readonly state: string | undefined }) {
  const texts = useTexts();
  const { may } = useKeysScope();
  const [, go] = useLocation();
  if (q !== undefined || state !== undefined) {
    return (
      <Empty
        action={<Button onClick={() => go('/keys')}>{texts.keys.showAll}</Button>}
        title={texts.keys.nothingTitle}
      >
        {q === undefined ? texts.keys.nothingInState : texts.keys.nothing}
      </Empty>
    );
  }
  return (
    <Empty icon={<KeyIcon />} title={texts.keys.noneTitle}>
      {may('create') ? texts.keys.none : texts.keys.noneMayNot}
    </Empty>
  );
}
