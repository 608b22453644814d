import { useId } from 'react';
import { useSession } from '../app/session.tsx';
import { SupportLink } from '../app/support.tsx';
import { useFormat } from '../texts/format.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { useKeysScope } from './scope.tsx';

/** Why the session can't create a key right now; undefined if it can. */
export function useCreateBlocked(): string | undefined {
  const { newKey } = useTexts();
  const { info } = useSession();
  const { may } = useKeysScope();
  const format = useFormat();
  if (!may('create')) return newKey.blocked.permission;
  if (info.customer?.state === 'suspended') return newKey.blocked.suspended;
  if (info.maxKeys !== null && info.liveKeys >= info.maxKeys)
    return newKey.blocked.limit(info.maxKeys, format.number(info.maxKeys));
  return undefined;
}

/** Links to the new-key form; if no key can be created, a disabled button with the reason. */
export function CreateLink({ to, label }: { readonly to: string; readonly label: string }) {
  const reason = useCreateBlocked();
  const id = useId();
  if (reason === undefined) {
    return (
      <ButtonLink kind="main" to={to}>
        {label}
      </ButtonLink>
    );
  }
  return (
    <div className="blocked">
      <Button aria-describedby={id} busy kind="main">
        {label}
      </Button>
      <p className="hint" id={id}>
        {reason} <SupportLink />
      </p>
    </div>
  );
}
