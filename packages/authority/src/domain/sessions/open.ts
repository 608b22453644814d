import { AuthorityError } from '../../errors.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { assertNotErasing, customerOf } from '../customers/rows.ts';
import { checkClaims, checkScopes } from '../keys/admission.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { portalActs } from './acts.ts';
import type { PortalBounds } from './rows.ts';
import { embedToken, hashOf, newSecret, newSessionId } from './secret.ts';
import type { NewPortalSession, OpenedSession } from './types.ts';

/** How long a code can be exchanged, and how long an embedded session lasts. */
const CODE_MILLISECONDS = 5 * 60_000;
const EMBED_MILLISECONDS = 15 * 60_000;

/**
 * Opens a session for a customer of the producer, creating the customer's record if necessary.
 *
 * @throws {@link AuthorityError} `scope_not_allowed`, `claim_registered`; `invalid_request` in the workspace
 * of administrators, which has no real customers.
 */
export async function openPortal(
  context: Context,
  actor: Actor,
  slug: string,
  input: NewPortalSession,
): Promise<OpenedSession> {
  const { store, now, origin } = context;
  const workspace = await workspaceRow(store.read, slug);
  if (slug === ADMIN_SLUG) {
    throw new AuthorityError(
      'invalid_request',
      `The workspace "${ADMIN_SLUG}" is for administrator keys and has no portal. Use a product workspace.`,
    );
  }
  const { customer: subject, embed = false, actor: person } = input;
  const customerName = input.customerName ?? undefined;
  checkClaims(input.claims ?? {});
  const bounds: PortalBounds = {
    can: input.can ?? portalActs,
    scopes: input.scopes ?? null,
    claims: input.claims ?? {},
    maxKeys: input.maxKeys ?? null,
    returnUrl: input.returnUrl ?? null,
    locale: input.locale ?? null,
  };
  const id = newSessionId();
  const secret = newSecret();
  const expiresAt = now() + (embed ? EMBED_MILLISECONDS : CODE_MILLISECONDS);
  await change(context, actor, workspace.id, async (ledger) => {
    const { tx } = ledger;
    const customer = await customerOf(tx, workspace, subject, ledger.at);
    assertNotErasing(customer);
    checkScopes(ledger.workspace, customer, input.scopes ?? [], 'all');
    if (customerName !== undefined && customerName !== customer.name) {
      await tx.db.customers.update(customer.id, { name: customerName });
    }
    await tx.db.sessions.insert({
      id,
      kind: 'portal',
      workspace_id: workspace.id,
      customer_id: customer.id,
      holder: null,
      person_id: person?.id ?? null,
      person_name: person?.name ?? null,
      bounds: JSON.stringify(bounds),
      embed: embed ? 1 : 0,
      code_hash: embed ? null : hashOf(secret),
      secret_hash: embed ? hashOf(secret) : null,
      created_at: ledger.at,
      created_by: actor.id,
      expires_at: expiresAt,
    });
    // A portal previewed from the console doesn't prove that a backend can open it.
    if (ledger.workspace.portal_opened_at === null && actor.via === undefined) {
      await tx.db.workspaces.update(workspace.id, { portal_opened_at: ledger.at });
    }
    const { can, scopes, maxKeys } = bounds;
    ledger.record({
      action: 'session.open',
      customerRef: customer.ref,
      details: { session: id, can, scopes, maxKeys, embed },
      texts: { customer: subject, name: customerName, personId: person?.id, personName: person?.name },
    });
  });
  return embed
    ? { id, token: embedToken(id, secret), expiresAt }
    : { id, url: `${origin}/portal/${slug}/#${secret}`, expiresAt };
}
