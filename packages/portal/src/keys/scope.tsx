import type { AuditEntry, Customer, Key, LostwaxClient } from '@lostwax/client';
import { createContext, type ReactNode, useContext } from 'react';

/** The keys that the components in this folder work on: those of a workspace or, if the session is limited to one, of a customer. */
export interface KeysScope {
  readonly client: LostwaxClient;
  /** Slug. */
  readonly workspace: string;
  /** Whether the session may do this; actions it may not perform aren't offered. */
  may(what: 'create' | 'rotate' | 'revoke'): boolean;
  /**
   * Whether only a missing right keeps the session from reviving this key: enabling it, or extending it before its successor
   * takes over.
   */
  mayRevive(key: Key, successor?: Key): boolean;
  /** Reads a key's customer, whose state and limits restrict what can be revived. Omitted if the session already knows them. */
  readonly readCustomer?: ((id: string, signal: AbortSignal) => Promise<Customer>) | undefined;
  /** Shows who made the change in an audit entry, if the session may know; otherwise the pages only show which side it was. */
  readonly showActor?: ((entry: AuditEntry) => ReactNode) | undefined;
  /** Key details in addition to those its customer sees; none if omitted. */
  readonly moreFacts?: ((key: Key) => readonly MoreFact[]) | undefined;
  /** Which gateways haven't reported a change after a minute; if omitted, nothing is shown. */
  readonly notReported?: ReactNode;
}

export interface MoreFact {
  readonly name: string;
  readonly content: ReactNode;
  /** Before everything else. */
  readonly first?: boolean;
}

export const KeysScopeContext = createContext<KeysScope | undefined>(undefined);

export function useKeysScope(): KeysScope {
  const scope = useContext(KeysScopeContext);
  if (scope === undefined) throw new Error('A part that shows keys is outside of <KeysScopeContext>.');
  return scope;
}
