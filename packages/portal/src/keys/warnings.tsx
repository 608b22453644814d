import type { Key } from '@lostwax/client';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Note } from '../ui/states.tsx';
import { type KeyWarning, warningsOf } from './warnings-of.ts';

/** Problems that a key's owner should know about, and how to fix them. */
export function Warnings({ of, now }: { readonly of: Key; readonly now: number }) {
  const texts = useTexts();
  const format = useFormat();
  const warnings = warningsOf(of, now);
  if (warnings.length === 0) return null;
  const words: Readonly<Record<KeyWarning, string>> = {
    neverExpires: texts.warnings.neverExpiresLong,
    unused: texts.warnings.unusedLong,
    soon: texts.warnings.soonLong(format.relative(of.expiresAt ?? now, now)),
  };
  return (
    <Note kind="warn">
      {warnings.map((warning) => (
        <p key={warning}>{words[warning]}</p>
      ))}
    </Note>
  );
}
