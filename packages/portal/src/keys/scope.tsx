import type { AuditEntry, Customer, Key, LostwaxClient } from '@lostwax/client';
import { createContext, type ReactNode, useContext } from 'react';

/** Whose keys the parts in this folder are about: those of a workspace, of one customer where the session forces it. */
export interface KeysScope {
  readonly client: LostwaxClient;
  /** Slug. */
  readonly workspace: string;
  /** Whether the session may do something: what it may not is not offered. */
  may(what: 'create' | 'rotate' | 'revoke'): boolean;
  /**
   * Whether nothing but a missing right keeps the session from giving this key life back: to enable it, or to give it more time before its
   * successor takes over.
   */
  mayRevive(key: Key, successor?: Key): boolean;
  /** Reads the customer of a key, whose state and ceilings limit what can be revived. Left out where the session knows them. */
  readonly readCustomer?: ((id: string, signal: AbortSignal) => Promise<Customer>) | undefined;
  /** Who did what the audit says, where the session may know; otherwise the pages say which side it was. */
  readonly showActor?: ((entry: AuditEntry) => ReactNode) | undefined;
  /** What is shown of a key beside what its customer sees; nothing unless given. */
  readonly moreFacts?: ((key: Key) => readonly MoreFact[]) | undefined;
  /** Who has not reported a change a minute after it; where it is not given, nothing is said then. */
  readonly notReported?: ReactNode;
}

export interface MoreFact {
  readonly name: string;
  readonly content: ReactNode;
  readonly wide?: boolean;
}

export const KeysScopeContext = createContext<KeysScope | undefined>(undefined);

export function useKeysScope(): KeysScope {
  const scope = useContext(KeysScopeContext);
  if (scope === undefined) throw new Error('A part that shows keys is outside of <KeysScopeContext>.');
  return scope;
}
