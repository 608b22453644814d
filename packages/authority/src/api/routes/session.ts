import { type Principal, sessionOf } from '../../domain/sessions/types.ts';
import { sessionCookie } from '../../web/cookies.ts';
import { beginSession } from '../begin-session.ts';
import { operation } from '../operation.ts';
import { codeExchange, sessionInfo } from '../schemas/sessions.ts';
import { sessionInfoOut } from '../wire.ts';

const tag = 'Session';

export const sessionOperations = [
  operation({
    id: 'exchangeCode',
    method: 'post',
    path: '/v1/session/exchange',
    tag,
    summary: 'Exchange a link’s code for a session',
    description:
      'Works once, within 5 minutes. The response sets the cookie `__Host-lostwax-<id>`; send the session ID in the `x-lostwax-session` header of later requests. ' +
      'Opening the link doesn’t use up the code, so email scanners do no harm.',
    access: 'public',
    signsIn: true,
    body: { schema: codeExchange },
    success: { status: 201, description: 'The session.', schema: sessionInfo },
    codes: ['code_invalid', 'session_ended'],
    run: async ({ services, actor, body, headers }) => {
      const { sessions } = services.domain;
      const begun = await sessions.exchange(actor.address, body.workspace ?? null, body.code);
      return beginSession(sessions, begun, headers);
    },
  }),
  operation({
    id: 'getSession',
    method: 'get',
    path: '/v1/session',
    tag,
    summary: 'Get the current session',
    access: 'session',
    portal: true,
    success: { status: 200, description: 'The session.', schema: sessionInfo },
    codes: [],
    run: async ({ services, principal }) =>
      sessionInfoOut(await services.domain.sessions.info(known(principal))),
  }),
  operation({
    id: 'endSession',
    method: 'post',
    path: '/v1/session/end',
    tag,
    summary: 'Sign out',
    access: 'session',
    portal: true,
    success: { status: 204, description: 'The session has ended and its cookie is cleared.' },
    codes: [],
    run: async ({ services, actor, principal, headers }) => {
      const session = sessionOf(known(principal));
      await services.domain.sessions.signOut(actor, session);
      if (!session.embed) headers.append('set-cookie', sessionCookie(session.id, '', 0));
    },
  }),
];

/** Access `session` guarantees that there is one. */
function known(principal: Principal | undefined): Principal {
  if (principal === undefined) throw new Error('A request without a session passed its check.');
  return principal;
}
