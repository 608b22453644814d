import { authenticate, revokeSelf } from './access/authenticate.ts';
import { ADMIN_SLUG } from './access/permissions.ts';
import { audit } from './audit/read.ts';
import { liveClient } from './clients/live-client.ts';
import { tokenMemory } from './clients/token-memory.ts';
import type { Context } from './context.ts';
import { eraseCustomer, updateCustomer } from './customers/change.ts';
import { customer, listCustomers } from './customers/customers.ts';
import { repeatOf } from './idempotency.ts';
import { disableStep, enableStep, onKey, revokeStep } from './keys/end-keys.ts';
import { exportKeys, knownPins } from './keys/export.ts';
import { importKeys } from './keys/import.ts';
import { issueMany } from './keys/issue.ts';
import { keyRow, keyView } from './keys/key-view.ts';
import { countEndedKeys, listKeys } from './keys/list.ts';
import { changeRotation } from './keys/overlap.ts';
import { revokeMany } from './keys/revoke-many.ts';
import { rotate } from './keys/rotate.ts';
import { updateKey } from './keys/update-key.ts';
import { lookUpNames } from './names/look-up.ts';
import { createPeople } from './people/people.ts';
import { createSessions } from './sessions/sessions.ts';
import { revokeSigningKey, rotateSigningKey, signingKeys } from './signing-keys/signing-keys.ts';
import { addUsage } from './usage/add.ts';
import { keyUsage } from './usage/read.ts';
import type { Domain } from './use-cases.ts';
import { workspaceImage } from './workspaces/images.ts';
import { overview } from './workspaces/overview.ts';
import { workspaceRow } from './workspaces/rows.ts';
import { allowsOrigin } from './workspaces/settings.ts';
import { createWorkspace, updateWorkspace, workspaceView } from './workspaces/workspaces.ts';

/** Creates all use cases over one context. */
export function createDomain(context: Context): Domain {
  const { store, now, origin } = context;
  return {
    createWorkspace: (actor, input) => createWorkspace(context, actor, input),
    updateWorkspace: (actor, slug, patch) => updateWorkspace(context, actor, slug, patch),
    workspace: async (slug) => workspaceView(await workspaceRow(store.read, slug), origin),
    async listWorkspaces() {
      return (await store.read.workspaces.all()).map((row) => workspaceView(row, origin));
    },
    overview: (slug, span) => overview(context, slug, span),
    workspaceImage: (slug, kind) => workspaceImage(context, slug, kind),

    async issue(actor, slug, input, repeat) {
      const [outcome] = await issueMany(
        context,
        actor,
        slug,
        [input],
        repeatOf(actor, `issue ${slug}`, repeat),
      );
      if (outcome === undefined || outcome instanceof Error) throw outcome;
      return outcome;
    },
    issueMany: (actor, slug, inputs, repeat) =>
      issueMany(context, actor, slug, inputs, repeatOf(actor, `batch ${slug}`, repeat)),
    importKeys: (actor, slug, items, dryRun) => importKeys(context, actor, slug, items, dryRun),
    exportKeys: (slug, page) => exportKeys(context, slug, page),
    knownPins: (slug, pins) => knownPins(context, slug, pins),
    rotate: (actor, slug, kid, rotation, repeat) =>
      rotate(context, actor, slug, kid, rotation, repeatOf(actor, `rotate ${kid}`, repeat)),
    changeRotation: (actor, slug, kid, change) => changeRotation(context, actor, slug, kid, change),

    listKeys: (slug, filter, view) => listKeys(context, slug, filter, view),
    countEndedKeys: (slug, customer, view) => countEndedKeys(context, slug, customer, view),
    async key(slug, kid, view) {
      const workspace = await workspaceRow(store.read, slug);
      const row = await keyRow(store.read, workspace, kid, view);
      return keyView(context, row, row.customer_subject, slug, now(), view);
    },
    updateKey: (actor, slug, kid, patch) => updateKey(context, actor, slug, kid, patch),
    revoke: (actor, slug, kid, reason) => onKey(context, actor, slug, kid, revokeStep(reason), true),
    disable: (actor, slug, kid) => onKey(context, actor, slug, kid, disableStep(actor.view), true),
    enable: (actor, slug, kid) => onKey(context, actor, slug, kid, enableStep(actor)),
    revokeMany: (actor, slug, filter, options) => revokeMany(context, actor, slug, filter, options),
    revokeSelf: (address, token) => revokeSelf(context, address, token),

    signingKeys: (slug) => signingKeys(context, slug),
    rotateSigningKey: (actor, slug, seconds) => rotateSigningKey(context, actor, slug, seconds),
    revokeSigningKey: (actor, slug, kid, reason) => revokeSigningKey(context, actor, slug, kid, reason),

    listCustomers: (slug, filter) => listCustomers(context, slug, filter),
    customer: (slug, subject) => customer(context, slug, subject),
    updateCustomer: (actor, slug, subject, patch) => updateCustomer(context, actor, slug, subject, patch),
    eraseCustomer: (actor, slug, subject) => eraseCustomer(context, actor, slug, subject),

    listReaders: (slug) => context.readers.list(slug),
    registerReader: (actor, slug, input) => context.readers.register(actor, slug, input),
    updateReader: (actor, slug, readerId, patch) => context.readers.update(actor, slug, readerId, patch),
    removeReader: (actor, slug, readerId) => context.readers.remove(actor, slug, readerId),
    addUsage: (slug, report) => addUsage(context, slug, report),
    keyUsage: (slug, kid, days, view) => keyUsage(context, slug, kid, days, view),

    oauthClient: (slug, clientId) => liveClient(context, slug, clientId),
    tokenMemory: (slug) => tokenMemory(context, slug),

    names: (slug, wanted, caller) => lookUpNames(context, slug, wanted, caller),
    audit: (slug, filter, view) => audit(context, slug, filter, view),
    authenticate: (token) => authenticate(context, token),
    sessions: createSessions(context),
    people: createPeople(context),
    async ready() {
      await workspaceRow(store.read, ADMIN_SLUG);
      await store.probe();
      context.watch.behind.assertNot();
    },
    allowsOrigin: (slug, origin) => allowsOrigin(context, slug, origin),
  };
}
