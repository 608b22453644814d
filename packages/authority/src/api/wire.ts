import type { z } from '@hono/zod-openapi';
import { positionText } from '@lostwax/contract';
import type { AuditEntry } from '../domain/audit/types.ts';
import type { Customer } from '../domain/customers/types.ts';
import type { ExportedKey, Key } from '../domain/keys/types.ts';
import type { MethodName } from '../domain/methods/table.ts';
import type { Page } from '../domain/page.ts';
import type { PersonRecord } from '../domain/people/types.ts';
import type { Reader } from '../domain/readers/types.ts';
import type { OpenedSession, PortalSession, SessionInfo } from '../domain/sessions/types.ts';
import type { KeyUsage, UsageKnown } from '../domain/usage/types.ts';
import type { Overview, Workspace, WorkspaceSettings } from '../domain/workspaces/types.ts';
import { formatTime } from '../web/time.ts';
import type * as audit from './schemas/audit.ts';
import type * as customers from './schemas/customers.ts';
import type * as keys from './schemas/keys.ts';
import type * as overviews from './schemas/overview.ts';
import type * as people from './schemas/people.ts';
import type * as readers from './schemas/readers.ts';
import type * as sessions from './schemas/sessions.ts';
import type * as usage from './schemas/usage.ts';
import type * as workspaces from './schemas/workspaces.ts';

/**
 * The wire format: times as strings, everything else as in the domain. Members are listed one by
 * one, so that none is exposed by accident.
 */

const time = (at: number | null): string | null => (at === null ? null : formatTime(at));

export function workspaceOut(it: Workspace): z.infer<typeof workspaces.workspace> {
  const { slug, name, prefix, issuer, audience, algorithm, scopes, createdAt, position } = it;
  return {
    ...{ slug, name, prefix, issuer, audience, algorithm },
    scopes: scopes && [...scopes],
    ...settingsOut(it.settings),
    createdAt: formatTime(createdAt),
    position: positionText(position),
  };
}

function settingsOut(it: WorkspaceSettings) {
  const { color, scopeTexts, maxKeysPerCustomer, longestLifeSeconds, allowedOrigins, allReadersRegistered } =
    it;
  return {
    color,
    scopeTexts: { ...scopeTexts },
    maxKeysPerCustomer,
    longestLifeSeconds,
    methods: [...it.methods],
    allowedOrigins: [...allowedOrigins],
    allReadersRegistered,
    ...{ apiUrl: it.apiUrl, docsUrl: it.docsUrl, supportUrl: it.supportUrl },
    ...{ logo: it.logo, favicon: it.favicon, setupDismissed: it.setupDismissed },
  };
}

export function overviewOut(it: Overview): z.infer<typeof overviews.overview> {
  const { activeKeys, expiringKeys, usageTracking, days, callsBefore, gateways, refusals, setup } = it;
  return {
    ...{ activeKeys, expiringKeys, usageTracking, callsBefore },
    days: days.map((day) => ({ ...day })),
    gateways: { ...gateways },
    refusals: refusals && {
      at: formatTime(refusals.at),
      items: refusals.items.map(({ code, count }) => ({ code, count })),
    },
    setup: { ...setup },
  };
}

export function exportedOut(it: ExportedKey) {
  const { id, customer, name, ending, method, scopes, claims, metadata, state } = it;
  return {
    id,
    pin: it.pin === null ? null : Buffer.from(it.pin).toString('base64url'),
    ...{ customer, name, ending, method: method as MethodName },
    scopes: [...scopes],
    ...{ claims, metadata, state },
    disabled: it.disabledBy !== null,
    createdAt: formatTime(it.createdAt),
    expiresAt: time(it.expiresAt),
    revokedAt: time(it.revokedAt),
  };
}

export function keyOut(it: Key): z.infer<typeof keys.key> {
  const { id, workspace, customer, name, ending, method, scopes, claims, metadata, state, createdBy } = it;
  return {
    ...{ id, workspace, customer, name, ending, method: method as MethodName },
    clientAuthentication: it.clientAuthentication,
    scopes: [...scopes],
    ...{ claims, metadata, state },
    createdAt: formatTime(it.createdAt),
    imported: it.imported,
    createdBy,
    createdIn: it.createdIn,
    disabledBy: it.disabledBy,
    expiresAt: time(it.expiresAt),
    originalExpiresAt: time(it.originalExpiresAt),
    revokedAt: time(it.revokedAt),
    revocationReason: it.revocationReason,
    replaces: it.replaces,
    replacedBy: it.replacedBy,
    lastUsedAt: time(it.lastUsedAt),
    usageTracking: it.usageTracking,
    usageKnown: usageKnownOut(it.usageKnown),
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

export function keyUsageOut(it: KeyUsage): z.infer<typeof usage.keyUsage> {
  return {
    usageTracking: it.usageTracking,
    usageKnown: usageKnownOut(it.usageKnown),
    days: it.days.map((row) => ({ ...row })),
    lastUsedAt: time(it.lastUsedAt),
  };
}

const usageKnownOut = (it: UsageKnown | null) =>
  it && { since: formatTime(it.since), until: formatTime(it.until) };

export function auditOut(it: AuditEntry): z.infer<typeof audit.auditEntry> {
  const { seq, at, action, actor, actorName, keyId, customerRef, details, texts, salt, textsHash, hash } = it;
  return {
    seq,
    at: formatTime(at),
    action,
    actor,
    actorName,
    keyId,
    customerRef,
    details,
    texts,
    salt,
    textsHash,
    hash,
  };
}

export function personOut(it: PersonRecord): z.infer<typeof people.person> {
  const { id, login, name, roles, createdAt, lastSignInAt } = it;
  return {
    ...{ id, person: login, name, roles: [...roles] },
    createdAt: formatTime(createdAt),
    lastSignInAt: time(lastSignInAt),
  };
}

export function openedOut(it: OpenedSession): z.infer<typeof sessions.openedSession> {
  const opened = 'url' in it ? { url: it.url } : { token: it.token };
  return { id: it.id, ...opened, expiresAt: formatTime(it.expiresAt) };
}

export function portalSessionOut(it: PortalSession) {
  const { id, customer, actor, can, embed, begun, createdAt, createdBy, expiresAt } = it;
  const times = { createdAt: formatTime(createdAt), createdBy, expiresAt: formatTime(expiresAt) };
  return { id, customer, actor, can: [...can], embed, begun, ...times };
}

export function sessionInfoOut(it: SessionInfo): z.infer<typeof sessions.sessionInfo> {
  const { id, kind, expiresAt, actor, can, workspace, customer, maxKeys, liveKeys, returnUrl, locale } = it;
  return {
    ...{ id, kind, actor },
    expiresAt: formatTime(expiresAt),
    can: [...can],
    ...(workspace && {
      workspace: { ...workspace, scopes: [...workspace.scopes], methods: [...workspace.methods] },
    }),
    ...(customer && { customer }),
    ...{ maxKeys, liveKeys, returnUrl, locale },
    ...(it.permissions && {
      permissions: it.permissions.map((at) => ({ ...at, permissions: [...at.permissions] })),
    }),
    ...(it.warnings && { warnings: [...it.warnings] }),
  };
}

export function pageOut<From, To>({ items, nextCursor }: Page<From>, out: (item: From) => To) {
  return { items: items.map(out), nextCursor };
}
