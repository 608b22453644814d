import { operation } from '../operation.ts';
import {
  customerQuery,
  newPortalSession,
  openedSession,
  portalSessionPage,
  portalSessionQuery,
  sessionsEnded,
} from '../schemas/sessions.ts';
import { openedOut, pageOut, portalSessionOut } from '../wire.ts';

const tag = 'Portal';
const all = '/v1/workspaces/{workspace}/portal-sessions' as const;

export const portalSessionOperations = [
  operation({
    id: 'openPortalSession',
    method: 'post',
    path: all,
    tag,
    summary: 'Create a portal session',
    description:
      'Call this from your backend for a signed-in customer. Requires `portal:write`, which allows sessions that create, rotate and ' +
      'revoke keys of any customer, within the limits of the workspace and the customer. Creates the customer record if it doesn’t exist.',
    access: 'portal:write',
    body: { schema: newPortalSession },
    success: {
      status: 201,
      description: 'The URL to redirect the customer to, or the token.',
      schema: openedSession,
    },
    codes: ['scope_not_allowed', 'claim_registered', 'customer_suspended'],
    run: async ({ services, actor, params, body }) =>
      openedOut(await services.domain.sessions.openPortal(actor, params.workspace, body)),
  }),
  operation({
    id: 'listPortalSessions',
    method: 'get',
    path: all,
    tag,
    summary: 'List active portal sessions, newest first',
    access: 'portal:write',
    query: portalSessionQuery,
    success: { status: 200, description: 'One page.', schema: portalSessionPage },
    codes: ['customer_not_found'],
    run: async ({ services, params, query }) =>
      pageOut(await services.domain.sessions.list(params.workspace, query), portalSessionOut),
  }),
  operation({
    id: 'endPortalSessions',
    method: 'delete',
    path: all,
    tag,
    summary: 'End all portal sessions of a customer',
    access: 'portal:write',
    query: customerQuery,
    success: { status: 200, description: 'Number of sessions ended.', schema: sessionsEnded },
    codes: ['customer_not_found'],
    run: async ({ services, actor, params, query }) => ({
      ended: await services.domain.sessions.endAll(actor, params.workspace, query.customer),
    }),
  }),
  operation({
    id: 'endPortalSession',
    method: 'delete',
    path: `${all}/{session}`,
    tag,
    summary: 'End a portal session',
    access: 'portal:write',
    success: { status: 204, description: 'Ended.' },
    codes: ['session_not_found'],
    run: ({ services, actor, params }) =>
      services.domain.sessions.end(actor, params.workspace, params.session),
  }),
];
