import { BATCH_BYTES } from '../body.ts';
import { operation } from '../operation.ts';
import { usage, usageTaken } from '../schemas/readers.ts';

export const usageOperations = [
  operation({
    id: 'addUsage',
    method: 'post',
    path: '/v1/workspaces/{workspace}/usage',
    tag: 'Usage',
    summary: 'Report uses of keys',
    description:
      'What a gate counts; a reader of access logs may send it too. A report that is sent again after a lost answer is counted again.',
    access: 'usage:write',
    body: { schema: usage, mostBytes: BATCH_BYTES },
    success: { status: 200, description: 'How many items were taken.', schema: usageTaken },
    codes: [],
    run: ({ services, params, body }) =>
      services.domain.addUsage(
        params.workspace,
        body.items.map(({ kid, at, count }) => ({ keyId: kid, at, count })),
      ),
  }),
];
