import type { Key } from '@lostwax/client';
import { isLive } from './advice.ts';
import { type KeysScope, useKeysScope } from './scope.tsx';

/** What the session may do with a key in its current state. */
export interface KeyRights {
  readonly rotate: boolean;
  readonly rename: boolean;
  readonly disable: boolean;
  readonly enable: boolean;
  readonly revoke: boolean;
}

function rightsTo({ may, mayRevive }: KeysScope, key: Key): KeyRights {
  const live = isLive(key);
  return {
    rotate: key.state === 'active' && key.replacedBy === null && may('rotate'),
    rename: live && may('create'),
    disable: key.state === 'active' && may('revoke'),
    enable: key.state === 'disabled' && may('create') && mayRevive(key),
    revoke: live && may('revoke'),
  };
}

export function useRights(key: Key): KeyRights {
  return rightsTo(useKeysScope(), key);
}
