import { z } from '@hono/zod-openapi';
import { ADMIN_SLUG } from '../../domain/permissions.ts';
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
    summary: 'Whether requests can be answered',
    description: 'Reads the store. A full disk is no reason to be taken out: what is there is still served.',
    access: 'public',
    success: { status: 200, description: 'They can.', schema: well },
    codes: [],
    run: async ({ services }) => {
      await services.domain.workspace(ADMIN_SLUG);
      return { status: 'ok' as const };
    },
  }),
  operation({
    id: 'metrics',
    method: 'get',
    path: '/metrics',
    tag,
    summary: 'Figures for Prometheus',
    access: 'public',
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
