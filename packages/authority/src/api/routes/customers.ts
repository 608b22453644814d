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
    summary: 'Get a customer',
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
    summary: 'Update a customer',
    description:
      'Suspends or resumes a customer, or changes its name and limits. Suspending blocks new keys immediately, and all existing keys are refused by the time the response arrives. Resuming restores each key’s previous status. This takes longer for customers with many keys (about 20 seconds for 100,000) but doesn’t block other requests. If you get no response, repeat the request. The last request wins.',
    access: 'admin',
    body: { schema: customerPatch },
    success: { status: 200, description: 'The updated customer.', schema: customer },
    codes: ['customer_suspended', 'last_admin_key'],
    run: async ({ services, actor, params, body }) =>
      customerOut(await services.domain.updateCustomer(actor, params.workspace, params.customer, body)),
  }),
  operation({
    id: 'eraseCustomer',
    method: 'delete',
    path: `${all}/{customer}`,
    tag,
    summary: 'Erase a customer',
    description:
      'Revokes all keys of the customer and erases its personal data. The audit log keeps its entries, without names, addresses and texts. The response arrives once no personal data is left in the database, including unused pages. Until then, the customer is shown as suspended and can’t be changed. If you get no response, repeat the request.',
    access: 'admin',
    success: { status: 204, description: 'Erased.' },
    codes: ['last_admin_key'],
    run: ({ services, actor, params }) =>
      services.domain.eraseCustomer(actor, params.workspace, params.customer),
  }),
];
