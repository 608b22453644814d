import { BATCH_BYTES } from '../../web/body.ts';
import { operation } from '../operation.ts';
import { keyUsage, usage, usageQuery, usageTaken } from '../schemas/usage.ts';
import { keyUsageOut } from '../wire.ts';

export const usageOperations = [
  operation({
    id: 'getKeyUsage',
    method: 'get',
    path: '/v1/workspaces/{workspace}/keys/{keyId}/usage',
    tag: 'Usage',
    summary: 'Get the usage of a key by day',
    description: 'Usage reported by gates. Zero doesn’t mean unused, except within `usageKnown`.',
    access: 'keys:read',
    portal: true,
    query: usageQuery,
    success: { status: 200, description: 'One row per day, oldest first.', schema: keyUsage },
    codes: [],
    run: async ({ services, actor, params, query }) => {
      const { workspace, keyId } = params;
      const { days = 30, timeZone = 'UTC' } = query;
      return keyUsageOut(await services.domain.keyUsage(workspace, keyId, { days, timeZone }, actor.view));
    },
  }),
  operation({
    id: 'addUsage',
    method: 'post',
    path: '/v1/workspaces/{workspace}/usage',
    tag: 'Usage',
    summary: 'Report key usage',
    description:
      'Sent by gates, or by a log processor. A report repeated after a lost response is counted again.',
    access: 'usage:write',
    body: { schema: usage, mostBytes: BATCH_BYTES },
    success: { status: 200, description: 'Number of items accepted.', schema: usageTaken },
    codes: [],
    run: ({ services, params, body }) =>
      services.domain.addUsage(params.workspace, {
        items: body.items.map(({ kid, at, count }) => ({ keyId: kid, at, count })),
        reader: body.reader,
        refused: body.refused,
      }),
  }),
];
