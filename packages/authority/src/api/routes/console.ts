import { beginSession } from '../begin-session.ts';
import { operation } from '../operation.ts';
import { consoleCode, signInOffer } from '../schemas/console.ts';
import { sessionInfo } from '../schemas/sessions.ts';
import { openedOut } from '../wire.ts';

const tag = 'Console';

export const consoleOperations = [
  operation({
    id: 'getConsoleSignIn',
    method: 'get',
    path: '/v1/console/sign-in',
    tag,
    summary: 'Show the available sign-in methods',
    access: 'public',
    success: { status: 200, description: 'Sign-in methods other than a key.', schema: signInOffer },
    codes: [],
    run: ({ services }) => Promise.resolve({ openid: services.openid }),
  }),
  operation({
    id: 'signInToConsole',
    method: 'post',
    path: '/v1/console/sign-in',
    tag,
    summary: 'Sign in to the console with an administrator key',
    description:
      'The key isn’t stored. The session has the key’s permissions, lasts 8 hours, and ends with the key. The response sets the cookie `__Host-lostwax-<id>`.',
    access: 'key',
    signsIn: true,
    success: { status: 201, description: 'The session.', schema: sessionInfo },
    codes: [],
    run: async ({ services, actor, headers }) => {
      const { sessions } = services.domain;
      return beginSession(sessions, await sessions.signInKey(actor), headers);
    },
  }),
  operation({
    id: 'openConsole',
    method: 'post',
    path: '/v1/console/codes',
    tag,
    summary: 'Create a console sign-in link',
    description: 'The link contains a code that can be exchanged once, within 5 minutes.',
    access: 'key',
    success: { status: 201, description: 'The link.', schema: consoleCode },
    codes: [],
    run: async ({ services, actor }) => {
      const opened = openedOut(await services.domain.sessions.openConsole(actor));
      return { id: opened.id, url: opened.url ?? '', expiresAt: opened.expiresAt };
    },
  }),
];
