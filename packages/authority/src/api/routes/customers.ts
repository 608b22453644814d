import { operation } from '../operation.ts';
import { customer, customerPage, customerPatch, customerQuery } from '../schemas/customers.ts';
import { customerOut, pageOut } from '../wire.ts';

const tag = 'Customers';
const all = '/v1/workspaces/{workspace}/customers' as const;

export const customerOperations = [
  operation({
    id: 'listCustomers',
    method: 'get',
    path: all,
    tag,
    summary: 'List customers',
    access: 'keys:read',
    query: customerQuery,
    success: { status: 200, description: 'One page.', schema: customerPage },
    codes: [],
    run: async ({ services, params, query }) =>
      pageOut(await services.domain.listCustomers(params.workspace, query), customerOut),
  }),
  operation({
    id: 'getCustomer',
    method: 'get',
    path: `${all}/{customer}`,
    tag,
    summary: 'Show a customer',
    access: 'keys:read',
    success: { status: 200, description: 'The customer.', schema: customer },
    codes: [],
    run: async ({ services, params }) =>
      customerOut(await services.domain.customer(params.workspace, params.customer)),
  }),
  operation({
    id: 'updateCustomer',
    method: 'patch',
    path: `${all}/{customer}`,
    tag,
    summary: 'Suspend a customer, lift that, set limits',
    description:
      'Suspended: no key is issued to it from this moment on, and all its keys are refused when the answer comes. Lifted: each is what it was before. A customer with very many keys takes a while: 100,000 some 20 seconds. Other requests go on meanwhile. If no answer came, send the same again: it is answered when all keys are done. The last request wins.',
    access: 'admin',
    body: { schema: customerPatch },
    success: { status: 200, description: 'The customer as it is now.', schema: customer },
    codes: ['customer_suspended', 'last_admin_key'],
    run: async ({ services, actor, params, body }) =>
      customerOut(await services.domain.updateCustomer(actor, params.workspace, params.customer, body)),
  }),
  operation({
    id: 'eraseCustomer',
    method: 'delete',
    path: `${all}/{customer}`,
    tag,
    summary: 'Revoke all keys of a customer and erase what is personal',
    description:
      'The audit keeps its rows, without names, addresses and texts. The answer comes when nothing personal is left in the database, not even in bytes that it no longer uses. While it runs, the customer is shown as suspended and cannot be changed. If no answer came, send the same again.',
    access: 'admin',
    success: { status: 204, description: 'Erased.' },
    codes: ['last_admin_key'],
    run: ({ services, actor, params }) =>
      services.domain.eraseCustomer(actor, params.workspace, params.customer),
  }),
];
