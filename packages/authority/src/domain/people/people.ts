import { randomBytes } from 'node:crypto';
import { AuthorityError } from '../../errors.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { endPortalSessionsBeyond, endSessionsOpenedBy } from '../sessions/end-opened.ts';
import type { ForgetDetails } from '../tasks/forget.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { isEmptyGrant, scopesOfRoles } from './roles.ts';
import { holderOf, personByLogin, personView, plainLogin } from './rows.ts';
import type { People, PersonInput, PersonRecord } from './types.ts';

/** Creates all use cases of people over one context. */
export function createPeople(context: Context): People {
  return {
    async list() {
      return (await context.store.read.people.all()).map(personView);
    },
    put: (actor, login, input) => putPerson(context, actor, login, input),
    remove: (actor, login, erase) => removePerson(context, actor, login, erase),
  };
}

/** Changes of people are recorded in the audit log of the administrators' workspace. */
async function putPerson(
  context: Context,
  actor: Actor,
  asGiven: string,
  { name = null, roles }: PersonInput,
): Promise<PersonRecord> {
  const { store } = context;
  const login = plainLogin(asGiven);
  const admins = await workspaceRow(store.read, ADMIN_SLUG);
  for (const grant of roles) {
    if (isEmptyGrant(grant)) {
      throw new AuthorityError(
        'invalid_request',
        `A role in the workspace "${ADMIN_SLUG}" grants nothing on its own. Grant "owner" for all workspaces (null) instead.`,
        { pointer: '/roles' },
      );
    }
    if (grant.workspace !== null) await workspaceRow(store.read, grant.workspace);
  }
  return change(context, actor, admins.id, async (ledger) => {
    const { tx } = ledger;
    const before = await personByLogin(tx.db, login);
    const columns = { name, roles: JSON.stringify(roles) };
    const made = {
      ...{ id: `per_${randomBytes(12).toString('base64url')}`, login, provider: null, subject: null },
      ...{ created_at: ledger.at, last_sign_in_at: null },
    };
    const row = { ...(before ?? made), ...columns };
    if (before === undefined) await tx.db.people.insert(row);
    else await tx.db.people.update(row.id, columns);
    await endPortalSessionsBeyond(tx, holderOf(row), scopesOfRoles(roles));
    ledger.record({
      action: before === undefined ? 'person.create' : 'person.update',
      customerRef: row.id,
      details: { person: row.id, roles },
      texts: { person: login, name },
    });
    return personView(row);
  });
}

async function removePerson(context: Context, actor: Actor, login: string, erase: boolean): Promise<void> {
  const { store, tasks } = context;
  const admins = await workspaceRow(store.read, ADMIN_SLUG);
  const begun = await change(
    context,
    actor,
    admins.id,
    async (ledger) => {
      const { tx } = ledger;
      const row = await personByLogin(tx.db, login);
      if (row === undefined) {
        throw new AuthorityError(
          'person_not_found',
          'Person not found. GET /v1/people lists everyone who can sign in to the console.',
        );
      }
      await endSessionsOpenedBy(tx, holderOf(row));
      await tx.db.people.remove(row.id);
      ledger.record({
        action: erase ? 'person.erase' : 'person.remove',
        details: { person: row.id },
        texts: erase ? {} : { person: row.login },
      });
      if (!erase) return undefined;
      const workspaces = await tx.db.workspaces.all();
      const details: ForgetDetails = {
        person: row.id,
        holder: holderOf(row),
        workspaces: workspaces.map(({ id }) => id),
      };
      const task = {
        kind: 'forget' as const,
        customer_id: null,
        details: JSON.stringify(details),
        actor: actor.id,
      };
      return tasks.begin(ledger, task);
    },
    true,
  );
  if (begun !== undefined) await tasks.done(begun, actor);
}
