import { type KeyCount, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useSearchParams } from 'wouter';
import { placeWith } from '../../app/asked.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { workspaceData } from '../calls.ts';
import { useKeysScope } from '../scope.tsx';

/** Number of revoked and expired keys, of one customer if the session or the address names one. */
export function useEndedCount(customer: string | undefined): KeyCount | undefined {
  const { client, workspace } = useKeysScope();
  return useQuery({
    queryKey: [...workspaceData(workspace), 'ended', customer ?? null],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys:count-ended', {
          params: { path: { workspace }, query: { ...(customer !== undefined && { customer }) } },
          signal,
        }),
      ),
  }).data;
}

/** Shows or hides the revoked and expired keys. */
export function Ended({
  count: counted,
  state,
}: {
  readonly count: KeyCount | undefined;
  readonly state: string;
}) {
  const { keyList } = useTexts();
  const format = useFormat();
  const [place] = useLocation();
  const [params] = useSearchParams();
  const to = (wanted: string): string => {
    const next = new URLSearchParams(params);
    next.delete('cursor');
    if (wanted === '') next.delete('state');
    else next.set('state', wanted);
    return placeWith(place, next);
  };
  if (counted === undefined || counted.count === 0) return null;
  if (state === 'all') return <Link href={to('')}>{keyList.hideEnded}</Link>;
  if (state !== '') return null;
  const text = format.number(counted.count) + (counted.more ? '+' : '');
  return <Link href={to('all')}>{keyList.showEnded(counted.count, text)}</Link>;
}
