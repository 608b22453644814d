import type { Key } from '@lostwax/client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { codeOf } from '../../api/errors.ts';
import { useTexts } from '../../texts/texts.ts';
import { NotLoaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

/** A screen about one key; if the key doesn't exist, a link back to the list. */
export function LoadedKey({
  query,
  children,
}: {
  readonly query: UseQueryResult<Key>;
  readonly children: (key: Key) => ReactNode;
}) {
  const { actions, states } = useTexts();
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return <NotLoaded query={query} />;
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/keys">
          {actions.back}
        </Link>
        <ScreenTitle
          title={codeOf(query.error) === 'key_not_found' ? states.noKeyTitle : states.failedTitle}
        />
      </div>
      <NotLoaded query={query} />
    </div>
  );
}
