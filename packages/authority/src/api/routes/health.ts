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
    summary: 'Whether the process runs',
    access: 'public',
    success: { status: 200, description: 'It does.', schema: well },
    codes: [],
    run: async () => ({ status: 'ok' as const }),
  }),
  operation({
    id: 'readyz',
    method: 'get',
    path: '/readyz',
    tag,
    summary: 'Whether the store can be read and written',
    description:
      'Answers 503 while the disk is full or refuses writes. Key sets and feeds are served all the same, and keys can still be revoked: send their requests on, and stop sending only what creates.',
    access: 'public',
    success: { status: 200, description: 'They can.', schema: well },
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
    summary: 'Metrics for Prometheus',
    description:
      'Asks for an administrator’s key with `keys:read` for all workspaces. `lostwax serve --status-port` serves the same without a key, on a port of its own.',
    access: 'keys:read',
    success: {
      status: 200,
      description: 'The text format of Prometheus, version 0.0.4.',
      schema: z.string(),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      example: 'lostwax_http_requests_total{method="GET",route="/v1/workspaces",status="200"} 1\n',
    },
    codes: [],
    run: ({ services }) => services.metrics.metrics(),
  }),
];
