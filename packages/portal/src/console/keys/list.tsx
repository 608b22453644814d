import { type Key, unwrap, type Workspace } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { Pager, useAsked } from '../../app/asked.tsx';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { KeyTable } from '../../keys/table.tsx';
import { KeyTools } from '../../keys/tools.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { ADMINISTRATORS } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { Owner } from './owner.tsx';

const PAGE = 100;

/** The keys of all customers, or of one. The place holds what is asked for. */
export function ConsoleKeysScreen({ of }: { readonly of: Workspace }) {
  const shared = useTexts();
  const texts = useConsoleTexts();
  const { client } = useSession();
  const { may } = useKeysScope();
  const asked = useAsked(['q', 'state', 'customer', 'cursor']);
  const [params] = useSearchParams();
  const [, go] = useLocation();
  const keys = useQuery({
    queryKey: [...workspaceData(of.slug), 'keys', asked],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys', {
          params: { path: { workspace: of.slug }, query: { limit: PAGE, ...(asked as object) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const administrators = of.slug === ADMINISTRATORS;
  const customer = asked['customer'];
  const owners = {
    label: administrators ? texts.admins.who : texts.keys.customer,
    show: (key: Key) => <Owner linked={!administrators} of={key} />,
  };
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={titleOf()}>
            {customer === undefined ? titleOf() : <bdi>{texts.keys.of(customer)}</bdi>}
          </ScreenTitle>
          {administrators && <p className="soft prose">{texts.admins.intro}</p>}
          {customer !== undefined && <Link href="/keys">{texts.keys.everyone}</Link>}
        </div>
        <div className="buttons">
          {may('revoke') && <ButtonLink to="/keys/revoke">{texts.keys.revokeMany}</ButtonLink>}
          {may('create') && (
            <ButtonLink
              kind="main"
              to={customer === undefined ? '/keys/new' : `/keys/new?customer=${encodeURIComponent(customer)}`}
            >
              {administrators ? texts.admins.create : texts.keys.issue}
            </ButtonLink>
          )}
        </div>
      </div>
      <KeyTools />
      <Loaded query={keys} skeleton={<TableSkeleton columns={6} />}>
        {({ items, nextCursor }) =>
          items.length === 0 && asked['cursor'] === undefined ? (
            <Empty
              action={params.size > 0 && <Button onClick={() => go('/keys')}>{shared.keys.showAll}</Button>}
              title={params.size === 0 ? shared.keys.noneTitle : shared.keys.nothingTitle}
            />
          ) : (
            <>
              <KeyTable
                keys={items}
                label={texts.keys.all}
                linkOf={({ id }) => `/keys/${id}`}
                owners={customer === undefined ? owners : undefined}
              />
              <Pager
                label={shared.keys.pages}
                next={nextCursor}
                older={shared.keys.older}
                newest={shared.keys.newer}
                place="/keys"
              />
            </>
          )
        }
      </Loaded>
    </div>
  );

  function titleOf(): string {
    return administrators ? texts.admins.title : texts.keys.all;
  }
}
