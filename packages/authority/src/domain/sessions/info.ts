import type { WorkspaceRow } from '../../store/rows.ts';
import type { Context } from '../context.ts';
import { mostKeys } from '../keys/admission.ts';
import { methodsOf } from '../methods/offered.ts';
import { linksOf } from '../workspaces/settings.ts';
import { consoleInfo } from './console-info.ts';
import { boundsOf, ended, ownersOf, personOf } from './rows.ts';
import type { Principal, SessionInfo } from './types.ts';

/** Returns what the pages of a session show and can offer. */
export async function sessionInfo(
  { store, now, origin }: Context,
  principal: Principal,
): Promise<SessionInfo> {
  const row = await store.read.sessions.byId(principal.session?.id ?? '');
  if (row === undefined) throw ended();
  if (row.kind === 'console') return consoleInfo(store.read, principal);
  const { workspace, customer } = await ownersOf(store.read, row);
  const { can, scopes, maxKeys, returnUrl, locale } = boundsOf(row);
  const ceilings = [workspace.scopes, customer.scopes].map((text) =>
    text === null ? null : JSON.parse(text),
  );
  return {
    id: row.id,
    kind: row.kind,
    expiresAt: row.expires_at,
    actor: personOf(row) ?? { id: customer.subject as string, name: customer.name },
    can,
    workspace: {
      slug: workspace.slug,
      name: workspace.name,
      color: workspace.colour,
      issuer: workspace.issuer,
      ...offered(workspace, [...ceilings, scopes]),
      longestLifeSeconds: workspace.longest_life_seconds,
      methods: methodsOf(workspace),
      ...linksOf(workspace, origin),
    },
    customer: {
      id: customer.subject as string,
      name: customer.name,
      state: customer.state === 'suspended' ? 'suspended' : 'active',
    },
    maxKeys: mostKeys(workspace, customer, { maxKeys }),
    liveKeys: await store.read.keys.countLive(customer.id, now()),
    returnUrl,
    locale,
  };
}

/**
 * Returns the scopes that every limit allows, in the order of the first limit, with the producer's
 * descriptions.
 */
function offered(workspace: WorkspaceRow, ceilings: readonly (readonly string[] | null)[]) {
  const texts: Readonly<Record<string, string>> = JSON.parse(workspace.scope_texts);
  const set = ceilings.filter((ceiling) => ceiling !== null);
  const [first = Object.keys(texts), ...others] = set;
  const scopes = first
    .filter((scope) => others.every((ceiling) => ceiling.includes(scope)))
    .map((scope) => ({ scope, description: Object.hasOwn(texts, scope) ? (texts[scope] ?? null) : null }));
  return { scopes, anyScope: set.length === 0 };
}
