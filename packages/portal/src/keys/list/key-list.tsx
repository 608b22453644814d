import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Pager } from '../../app/asked.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { Loaded } from '../../ui/states.tsx';
import { type AskedKeys, useAskedKeys } from './asked.ts';
import { Ended, useEndedCount } from './ended.tsx';
import { Listed } from './listed.tsx';
import type { Owners } from './owners.ts';
import { useKeyPage } from './page.ts';
import { KeyTools } from './tools.tsx';

export interface KeyListProps {
  readonly label: string;
  readonly owners?: Owners | undefined;
  /** Shown if there are no keys at all. */
  readonly none: ReactNode;
}

/** Keys with search, filter, sorting and actions. The URL holds the query, so that a reload and Back keep it. */
export function KeyList({ label, owners, none }: KeyListProps) {
  const { keys: texts } = useTexts();
  const asked = useAskedKeys();
  const keys = useKeyPage(asked);
  const ended = useEndedCount(asked.customer);
  return (
    <Loaded query={keys} skeleton={<TableSkeleton columns={6} rows={6} />}>
      {({ items, nextCursor }) => {
        const nothing = items.length === 0 && asked.first;
        // Show nothing until it is known whether there are revoked or expired keys.
        if (nothing && asked.state === '' && ended === undefined) return null;
        if (nothing && asked.state === '' && ended?.count === 0) return none;
        return (
          <>
            <KeyTools state={asked.state} />
            {nothing ? (
              <Nothing asked={asked} />
            ) : (
              <Listed
                key={JSON.stringify([asked.query, asked.expiring])}
                keys={items}
                label={label}
                order={asked.order}
                owners={owners}
                whole={asked.first && nextCursor === null}
              />
            )}
            <Pager
              label={texts.pages}
              newest={texts.newer}
              next={nextCursor}
              older={texts.older}
              place="/keys"
            />
            {asked.q === undefined && <Ended count={ended} state={asked.state} />}
          </>
        );
      }}
    </Loaded>
  );
}

function Nothing({ asked: { q, state, expiring, customer } }: { readonly asked: AskedKeys }) {
  const { keys, keyList } = useTexts();
  const [, go] = useLocation();
  if (q === undefined && state === '') return <Empty title={keyList.noLiveTitle}>{keyList.noLive}</Empty>;
  const all = customer === undefined ? '/keys' : `/keys?customer=${encodeURIComponent(customer)}`;
  return (
    <Empty action={<Button onClick={() => go(all)}>{keyList.clearFilters}</Button>} title={keys.nothingTitle}>
      {q !== undefined ? keys.nothing : expiring ? keyList.noExpiring : keys.nothingInState}
    </Empty>
  );
}
