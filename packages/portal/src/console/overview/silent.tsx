import type { Reader } from '@lostwax/client';
import { Link } from 'wouter';
import { useNow } from '../../app/now.ts';
import { useFormat } from '../../texts/format.ts';
import { useReaders } from '../data.ts';
import { gatewayPlace } from '../readers/place.ts';
import { useConsoleTexts } from '../texts/texts.ts';

const REFRESH_MS = 30_000;
const LEAST_MS = 60_000;
const MISSED_REFRESHES = 3;

/** How many gateways don't report; a single one by name. */
export function Silent({ count, slug }: { readonly count: number; readonly slug: string }) {
  const { overview: texts } = useConsoleTexts();
  const format = useFormat();
  const now = useNow();
  const silent = useReaders(slug, REFRESH_MS).data?.items.filter((reader) => isSilent(reader, now)) ?? [];
  const [only] = silent;
  if (count > 1 || silent.length !== 1 || only === undefined)
    return texts.gatewaysSilent(count, format.number(count));
  return (
    <>
      <Link href={gatewayPlace(only.id)}>
        <bdi>{only.name}</bdi>
      </Link>{' '}
      {texts.gatewaySilent}
    </>
  );
}

/** By the rule of the overview's `reporting`. */
function isSilent({ lastSeenAt, refreshSeconds }: Reader, now: number): boolean {
  if (lastSeenAt === null) return true;
  return now - Date.parse(lastSeenAt) > Math.max(LEAST_MS, MISSED_REFRESHES * refreshSeconds * 1_000);
}
