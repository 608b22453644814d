import type { z } from '@hono/zod-openapi';
import type { AuditEntry, Customer, Key, Page, Reader, Workspace } from '../domain/types.ts';
import type * as audit from './schemas/audit.ts';
import type * as customers from './schemas/customers.ts';
import type * as keys from './schemas/keys.ts';
import type * as readers from './schemas/readers.ts';
import type * as workspaces from './schemas/workspaces.ts';
import { formatTime } from './time.ts';

/** The shapes that leave: times as texts, everything else as the domain has it. Members are named one by one, so that none leaves by accident. */

const time = (at: number | null): string | null => (at === null ? null : formatTime(at));

export function workspaceOut(it: Workspace): z.infer<typeof workspaces.workspace> {
  const { slug, name, prefix, issuer, audience, algorithm, scopes, createdAt, epoch, seq } = it;
  return {
    ...{ slug, name, prefix, issuer, audience, algorithm },
    scopes: scopes && [...scopes],
    createdAt: formatTime(createdAt),
    epoch,
    seq,
  };
}

export function keyOut(it: Key): z.infer<typeof keys.key> {
  const { id, workspace, customer, name, ending, method, scopes, claims, metadata, state, createdBy } = it;
  return {
    ...{ id, workspace, customer, name, ending, method },
    scopes: [...scopes],
    ...{ claims, metadata, state },
    createdAt: formatTime(it.createdAt),
    createdBy,
    expiresAt: time(it.expiresAt),
    revokedAt: time(it.revokedAt),
    revocationReason: it.revocationReason,
    replaces: it.replaces,
    replacedBy: it.replacedBy,
    lastUsedAt: time(it.lastUsedAt),
    usageTracking: it.usageTracking,
    propagation: {
      ...it.propagation,
      since: time(it.propagation.since),
      latest: time(it.propagation.latest),
    },
  };
}

export function customerOut(it: Customer): z.infer<typeof customers.customer> {
  const { id, name, state, maxKeys, scopes, createdAt, liveKeys } = it;
  return {
    id,
    name,
    state,
    maxKeys,
    scopes: scopes && [...scopes],
    createdAt: formatTime(createdAt),
    liveKeys,
  };
}

export function readerOut(it: Reader): z.infer<typeof readers.reader> {
  const { id, name, kind, refreshSeconds, createdAt, lastSeenAt, position } = it;
  return {
    ...{ id, name, kind, refreshSeconds },
    createdAt: formatTime(createdAt),
    lastSeenAt: time(lastSeenAt),
    position,
  };
}

export function auditOut(it: AuditEntry): z.infer<typeof audit.auditEntry> {
  const { seq, at, action, actor, keyId, customerRef, details, texts, salt, textsHash, hash } = it;
  return {
    seq,
    at: formatTime(at),
    action,
    actor,
    keyId,
    customerRef,
    details,
    texts,
    salt,
    textsHash,
    hash,
  };
}

export function pageOut<From, To>({ items, nextCursor }: Page<From>, out: (item: From) => To) {
  return { items: items.map(out), nextCursor };
}
