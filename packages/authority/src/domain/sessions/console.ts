import type { Reads } from '../../store/queries/queries.ts';
import type { SessionRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { type Identity, matchPerson, type Refusal } from '../people/match.ts';
import { holderOf } from '../people/rows.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { openerOf } from './opener.ts';
import { ended } from './rows.ts';
import { hashOf, newSecret, newSessionId } from './secret.ts';
import type { BegunSession, OpenedSession, Principal } from './types.ts';

/** How long a console session lasts: a working day, regardless of activity. */
export const CONSOLE_SECONDS = 8 * 3_600;
/** How long a code from {@link openConsole} can be exchanged. */
const CODE_MILLISECONDS = 5 * 60_000;

/**
 * Returns the principal of a console session: an administrator key or a person, read every time. A key that
 * has ended ends its sessions, and a removed role takes effect immediately.
 *
 * @throws {@link AuthorityError} `session_ended`.
 */
export async function consolePrincipal(db: Reads, row: SessionRow, now: number): Promise<Principal> {
  const holder = row.holder ?? '';
  const { id, expires_at: expiresAt } = row;
  const session = { id, kind: row.kind, workspace: null, embed: false, expiresAt };
  const opener = await openerOf(db, holder, now);
  if (opener === undefined) throw ended();
  return { id: holder, ...opener, session, via: row.kind, view: 'all' };
}

/** Creates a session with a code for the holder of an administrator key, as printed by `lostwax console`. */
export async function openConsole({ store, now, origin }: Context, actor: Actor): Promise<OpenedSession> {
  const code = newSecret();
  const { id, expires_at } = await insertAudited(store, now, actor, 'session.open', {
    holder: actor.id,
    code_hash: hashOf(code),
    secret_hash: null,
    expires_at: now() + CODE_MILLISECONDS,
  });
  return { id, url: `${origin}/console/#${code}`, expiresAt: expires_at };
}

/**
 * Signs in the holder of an administrator key. The key itself isn't stored: the session lasts only while the
 * key's record is valid.
 */
export async function signInKey({ store, now }: Context, actor: Actor): Promise<BegunSession> {
  const secret = newSecret();
  const row = await insertAudited(store, now, actor, 'session.begin', begun(actor.id, secret, now()));
  return { principal: await consolePrincipal(store.read, row, now()), secret, lastsSeconds: CONSOLE_SECONDS };
}

/**
 * Signs in a person identified by an OpenID Connect provider, or returns why not; in that case, nothing
 * changes.
 */
export async function signInPerson(
  { store, now }: Context,
  address: string | null,
  identity: Identity,
): Promise<BegunSession | Refusal> {
  const secret = newSecret();
  const admins = await workspaceRow(store.read, ADMIN_SLUG);
  return store.write(async (tx) => {
    const person = await matchPerson(tx, identity);
    if (typeof person === 'string') return person;
    const actor: Actor = {
      ...{ id: holderOf(person), address, via: 'console', view: 'all' },
      person: { id: person.id, name: person.name ?? person.login },
    };
    const at = now();
    await tx.db.people.update(person.id, { last_sign_in_at: at });
    const row = await insert(tx, admins.id, actor, at, 'session.begin', begun(holderOf(person), secret, at));
    return { principal: await consolePrincipal(tx.db, row, at), secret, lastsSeconds: CONSOLE_SECONDS };
  });
}

type Part = Pick<SessionRow, 'holder' | 'code_hash' | 'secret_hash' | 'expires_at'>;

function begun(holder: string, secret: string, at: number): Part {
  return { holder, code_hash: null, secret_hash: hashOf(secret), expires_at: at + CONSOLE_SECONDS * 1_000 };
}

async function insertAudited(
  store: Context['store'],
  now: Context['now'],
  actor: Actor,
  action: string,
  part: Part,
): Promise<SessionRow> {
  const admins = await workspaceRow(store.read, ADMIN_SLUG);
  return store.write((tx) => insert(tx, admins.id, actor, now(), action, part));
}

/** Console sessions are recorded in the audit log of administrators. */
async function insert(
  tx: Tx,
  adminsId: number,
  actor: Actor,
  at: number,
  action: string,
  part: Part,
): Promise<SessionRow> {
  const row: SessionRow = {
    ...{ id: newSessionId(), kind: 'console', workspace_id: null, customer_id: null },
    ...{ person_id: null, person_name: null, bounds: '{}', embed: 0 },
    ...{ created_at: at, created_by: actor.id },
    ...part,
  };
  await Ledger.write(tx, adminsId, { ...actor, via: 'console' }, at, async (ledger) => {
    await tx.db.sessions.insert(row);
    ledger.record({ action, details: { session: row.id } });
  });
  return row;
}
