import type { Key } from '@lostwax/client';
import { useTexts } from '../texts/texts.ts';
import { Ago } from '../ui/time.tsx';
import { isNeverUsed } from './known-use.ts';

/** The last use. Without one: "Never" if that is known, and a dash if no use has been reported. */
export function LastUsed({ of }: { readonly of: Key }) {
  const { keys } = useTexts();
  if (of.lastUsedAt !== null) return <Ago at={of.lastUsedAt} />;
  if (isNeverUsed(of)) return <span className="soft">{keys.never}</span>;
  return (
    <span className="soft" title={keys.noneReported}>
      <span aria-hidden="true">—</span>
      <span className="hidden-visually">{keys.noneReported}</span>
    </span>
  );
}

/** When the key expires; nothing for a revoked key. */
export function Expires({ of: { expiresAt, state } }: { readonly of: Key }) {
  const { keys } = useTexts();
  if (state === 'revoked') return <span className="soft">—</span>;
  return expiresAt === null ? <span className="soft">{keys.never}</span> : <Ago at={expiresAt} />;
}
