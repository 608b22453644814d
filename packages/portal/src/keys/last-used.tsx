import type { Key } from '@lostwax/client';
import { useTexts } from '../texts/texts.ts';
import { Ago } from '../ui/time.tsx';

/** The last use; where uses are not tracked in full, that it is not, and never "unused". */
export function LastUsed({ of: { lastUsedAt, usageTracking } }: { readonly of: Key }) {
  const texts = useTexts();
  if (usageTracking === 'full')
    return lastUsedAt === null ? <span className="soft">{texts.keys.notUsed}</span> : <Ago at={lastUsedAt} />;
  if (lastUsedAt === null) return <span className="soft">{texts.keys.notTracked}</span>;
  return (
    <>
      <Ago at={lastUsedAt} /> <span className="soft small">{texts.keys.notTrackedInFull}</span>
    </>
  );
}

/** When it ends by itself. */
export function Expires({ of: { expiresAt } }: { readonly of: Key }) {
  const texts = useTexts();
  return expiresAt === null ? <span className="soft">{texts.keys.never}</span> : <Ago at={expiresAt} />;
}
