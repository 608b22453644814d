import { operation } from '../operation.ts';
import { names, namesWanted } from '../schemas/names.ts';

export const nameOperations = [
  operation({
    id: 'lookUpNames',
    method: 'post',
    path: '/v1/workspaces/{workspace}/names',
    tag: 'Customers',
    summary: 'Look up the names of customers, keys, people and administrator keys',
    description:
      'Key records and audit entries contain IDs. This returns the names to show next to up to 500 IDs of customers, actors and keys. It changes nothing. People and administrator keys that cannot act in this workspace are left out, unless the caller can read all workspaces.',
    access: 'keys:read',
    body: { schema: namesWanted },
    success: { status: 200, description: 'The names that are known.', schema: names },
    codes: [],
    run: async ({ services, params, body, principal }) => {
      const { customers, actors, keys } = await services.domain.names(
        params.workspace,
        body,
        principal ?? { scopes: [] },
      );
      return { customers: [...customers], actors: [...actors], keys: [...keys] };
    },
  }),
];
