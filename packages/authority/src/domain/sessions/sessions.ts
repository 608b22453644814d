import type { Context } from '../context.ts';
import { authenticateSession } from './authenticate.ts';
import { openConsole, signInKey, signInPerson } from './console.ts';
import { endSession, endSessionsOf, signOut } from './end.ts';
import { exchange } from './exchange.ts';
import { sessionInfo } from './info.ts';
import { listSessions } from './list.ts';
import { openPortal } from './open.ts';
import type { Sessions } from './types.ts';

/** Creates all use cases of sessions over one context. */
export function createSessions(context: Context): Sessions {
  return {
    openPortal: (actor, slug, input) => openPortal(context, actor, slug, input),
    list: (slug, filter) => listSessions(context, slug, filter),
    end: (actor, slug, sessionId) => endSession(context, actor, slug, sessionId),
    endAll: (actor, slug, customer) => endSessionsOf(context, actor, slug, customer),
    openConsole: (actor) => openConsole(context, actor),
    signInKey: (actor) => signInKey(context, actor),
    signInPerson: (address, identity) => signInPerson(context, address, identity),
    exchange: (address, slug, code) => exchange(context, address, slug, code),
    authenticate: (sessionId, secret, embed) => authenticateSession(context, sessionId, secret, embed),
    info: (principal) => sessionInfo(context, principal),
    signOut: (actor, session) => signOut(context, actor, session),
  };
}
