import { z } from '@hono/zod-openapi';
import { gateways } from '@lostwax/gateways';
import { AuthorityError } from '../../errors.ts';
import { operation } from '../operation.ts';
import { foreignParameters, gatewayList, gatewayQuery, parameterNames } from '../schemas/gateways.ts';

const tag = 'Gateways';

export const gatewayOperations = [
  operation({
    id: 'listGateways',
    method: 'get',
    path: '/v1/gateways',
    tag,
    summary: 'List supported gateways',
    access: 'any',
    success: { status: 200, description: 'All supported gateways.', schema: gatewayList },
    codes: [],
    run: () =>
      Promise.resolve({
        items: gateways.map((gateway) => ({
          name: gateway.name,
          title: gateway.title,
          modes: [...gateway.modes],
          file: gateway.file,
          run: gateway.run,
          example: { upstream: '127.0.0.1:8080', revocation: '15', ...gateway.example },
          parameters: parameterNames(gateway),
        })),
      }),
  }),
  operation({
    id: 'getGatewayConfiguration',
    method: 'get',
    path: '/v1/workspaces/{workspace}/gateways/{gateway}',
    tag,
    summary: 'Generate a gateway configuration',
    access: 'keys:read',
    query: gatewayQuery,
    success: {
      status: 200,
      description: 'The configuration.',
      schema: z.string(),
      contentType: 'text/plain; charset=utf-8',
      example:
        '# Envoy checks the keys of https://keys.example.com/acme_live with its stock jwt_authn filter.\n',
    },
    codes: ['not_found'],
    run: async ({ services, params, query }) => {
      const workspace = await services.domain.workspace(params.workspace);
      const gateway = gateways.find(({ name }) => name === params.gateway);
      if (gateway === undefined) {
        throw new AuthorityError(
          'not_found',
          'This gateway is not supported. GET /v1/gateways lists the supported gateways.',
        );
      }
      const foreign = foreignParameters(gateway, query);
      if (foreign !== undefined) throw new AuthorityError('invalid_request', foreign);
      try {
        return gateway.render(workspace, query);
      } catch (error) {
        if (error instanceof RangeError)
          throw new AuthorityError('invalid_request', error.message, { cause: error });
        throw error;
      }
    },
  }),
];
