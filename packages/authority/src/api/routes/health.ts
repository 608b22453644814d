import { z } from '@hono/zod-openapi';
import { operation } from '../operation.ts';

const tag = 'Operation';
const well = z.object({ status: z.literal('ok') }).openapi('Health', { example: { status: 'ok' } });

export const healthOperations = [
  operation({
    id: 'healthz',
    method: 'get',
    path: '/healthz',
    tag,
    summary: 'Check that the process is running',
    access: 'public',
    success: { status: 200, description: 'The process is running.', schema: well },
    codes: [],
    run: async () => ({ status: 'ok' as const }),
  }),
  operation({
    id: 'readyz',
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'Check that the store can be read and written',
    description:
      'Returns 503 while the disk is full or rejects writes. Key sets and feeds are still served and keys can still be revoked, so keep routing those requests; only stop requests that create.',
    access: 'public',
    success: { status: 200, description: 'The store can be read and written.', schema: well },
    codes: [],
    run: async ({ services }) => {
      await services.domain.ready();
      return { status: 'ok' as const };
    },
  }),
  operation({
    id: 'metrics',
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Get Prometheus metrics',
    description:
      'Requires an administrator key with `keys:read` for all workspaces. `lostwax serve --status-port` serves the same metrics without a key on a separate port.',
    access: 'keys:read',
    success: {
      status: 200,
      description: 'Prometheus text format, version 0.0.4.',
      schema: z.string(),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      example: 'lostwax_http_requests_total{method="GET",route="/v1/workspaces",status="200"} 1\n',
    },
    codes: [],
    run: ({ services }) => services.metrics.metrics(),
  }),
];
