import { type Customer, unwrap, type Workspace } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { Pager, SearchField, useAsked } from '../../app/asked.tsx';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Loaded } from '../../ui/states.tsx';
import { DateOf } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { CustomerState, mostKeysOf } from './parts.tsx';
import { customerPlace } from './place.ts';

const PAGE = 100;

export function CustomersScreen({ of }: { readonly of: Workspace }) {
  const shared = useTexts();
  const { customers: texts } = useConsoleTexts();
  const { client } = useSession();
  const asked = useAsked(['q', 'cursor']);
  const [params] = useSearchParams();
  const customers = useQuery({
    queryKey: [...workspaceData(of.slug), 'customers', asked],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/customers', {
          params: { path: { workspace: of.slug }, query: { limit: PAGE, ...(asked as object) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="screen">
      <ScreenTitle title={texts.title} />
      <search className="tools">
        <SearchField label={texts.search} name="q" />
      </search>
      <Loaded query={customers} skeleton={<TableSkeleton />}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Empty title={params.has('q') ? shared.keys.nothingTitle : texts.noneTitle}>
              {params.has('q') ? texts.nothing : texts.none}
            </Empty>
          ) : (
            <>
              <Table customers={items} of={of} />
              <Pager
                label={shared.keys.pages}
                newest={shared.keys.newer}
                next={nextCursor}
                older={shared.keys.older}
                place="/customers"
              />
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function Table({ customers, of }: { readonly customers: readonly Customer[]; readonly of: Workspace }) {
  const { customers: texts } = useConsoleTexts();
  const { columns } = texts;
  const format = useFormat();
  return (
    <table aria-label={texts.title} className="table lines">
      <thead>
        <tr>
          <th scope="col">{columns.customer}</th>
          <th scope="col">{columns.state}</th>
          <th className="number" scope="col">
            {columns.keys}
          </th>
          <th className="number" scope="col">
            {columns.limit}
          </th>
          <th scope="col">{columns.since}</th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <tr key={customer.id}>
            <td>
              <div className="key-name">
                <Link href={customerPlace(customer.id)}>
                  <bdi>{customer.name ?? customer.id}</bdi>
                </Link>
                {customer.name !== null && <code className="soft small">{customer.id}</code>}
              </div>
            </td>
            <td className="status">
              <CustomerState of={customer} />
            </td>
            <td className="number" data-label={columns.keys}>
              {format.number(customer.liveKeys)}
            </td>
            <td className="number wide-only">{mostKeysOf(customer, of, texts, format.number)}</td>
            <td className="wide-only">
              <DateOf at={customer.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
