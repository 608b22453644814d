import type { Key } from '@lostwax/client';
import { useTexts } from '../texts/texts.ts';
import { Ago } from '../ui/time.tsx';
import { isNeverUsed } from './known-use.ts';

/** The last use; without one, whether that is known or only that none was reported. */
export function LastUsed({ of }: { readonly of: Key }) {
  const { keys } = useTexts();
  if (of.lastUsedAt === null)
    return <span className="soft">{isNeverUsed(of) ? keys.notUsed : keys.noneReported}</span>;
  return (
    <>
      <Ago at={of.lastUsedAt} />
      {of.usageTracking !== 'full' && <span className="soft small"> {keys.latestReport}</span>}
    </>
  );
}

/** When it ends by itself; of a key that was revoked nothing is to be said. */
export function Expires({ of: { expiresAt, state } }: { readonly of: Key }) {
  const { keys } = useTexts();
  if (state === 'revoked') return <span className="soft">—</span>;
  return expiresAt === null ? <span className="soft">{keys.never}</span> : <Ago at={expiresAt} />;
}
