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
    description: 'Suspended: all its keys are refused at once. Lifted: each is what it was before.',
    access: 'admin',
    body: { schema: customerPatch },
    success: { status: 200, description: 'The customer as it is now.', schema: customer },
    codes: ['last_admin_key'],
    run: async ({ services, actor, params, body }) =>
      customerOut(await services.domain.updateCustomer(actor, params.workspace, params.customer, body)),
  }),
  operation({
    id: 'eraseCustomer',
    method: 'delete',
    path: `${all}/{customer}`,
    tag,
    summary: 'Revoke all keys of a customer and erase what is personal',
    description: 'The audit keeps its rows, without names, addresses and texts.',
    access: 'admin',
    success: { status: 204, description: 'Erased.' },
    codes: ['last_admin_key'],
    run: ({ services, actor, params }) =>
      services.domain.eraseCustomer(actor, params.workspace, params.customer),
  }),
];
