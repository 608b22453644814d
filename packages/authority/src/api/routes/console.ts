import { sessionOf } from '../../domain/sessions/types.ts';
import { sessionCookie } from '../../web/cookies.ts';
import { operation } from '../operation.ts';
import { consoleCode, signInOffer } from '../schemas/console.ts';
import { sessionInfo } from '../schemas/sessions.ts';
import { openedOut, sessionInfoOut } from '../wire.ts';

const tag = 'Console';

export const consoleOperations = [
  operation({
    id: 'getConsoleSignIn',
    method: 'get',
    path: '/v1/console/sign-in',
    tag,
    summary: 'Say how one can sign in to the console',
    access: 'public',
    success: { status: 200, description: 'What the sign-in page offers beside a key.', schema: signInOffer },
    codes: [],
    run: ({ services }) => Promise.resolve({ openid: services.openid }),
  }),
  operation({
    id: 'signInToConsole',
    method: 'post',
    path: '/v1/console/sign-in',
    tag,
    summary: "Sign in to the console with an administrator's key",
    description:
      'The key is not kept: the session may do what the key may, lasts 8 hours, and ends with the key. The answer sets the cookie `__Host-lostwax-<id>`.',
    access: 'key',
    signsIn: true,
    success: { status: 201, description: 'The session.', schema: sessionInfo },
    codes: [],
    run: async ({ services, actor, headers }) => {
      const { sessions } = services.domain;
      const { principal, secret, lastsSeconds } = await sessions.signInKey(actor);
      headers.append('set-cookie', sessionCookie(sessionOf(principal).id, secret, lastsSeconds));
      return sessionInfoOut(await sessions.info(principal));
    },
  }),
  operation({
    id: 'openConsole',
    method: 'post',
    path: '/v1/console/codes',
    tag,
    summary: "Make a link that signs the holder of an administrator's key in to the console",
    description: 'It holds a code that can be exchanged once, within 5 minutes.',
    access: 'key',
    success: { status: 201, description: 'The link.', schema: consoleCode },
    codes: [],
    run: async ({ services, actor }) => {
      const opened = openedOut(await services.domain.sessions.openConsole(actor));
      return { id: opened.id, url: opened.url ?? '', expiresAt: opened.expiresAt };
    },
  }),
];
