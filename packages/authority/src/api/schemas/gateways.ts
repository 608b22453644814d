import { z } from '@hono/zod-openapi';
import { parseAddress } from '@lostwax/gateways';
import { numberText, strict } from '../../web/schemas.ts';

/** `host:port`. */
const address = z
  .string()
  .max(255)
  .transform((value, context) => {
    try {
      return parseAddress('it', value);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a host and a port, such as 127.0.0.1:8080' });
      return z.NEVER;
    }
  })
  .openapi({ type: 'string', example: '127.0.0.1:8080' });

export const gatewayQuery = strict({
  upstream: address.openapi({ description: 'The API behind the gateway, plain HTTP.' }),
  mode: z.enum(['jwt', 'gate']).optional().openapi({
    description:
      '`jwt` (the default): it checks keys by the key set. `gate`: it asks a gate for each request.',
  }),
  shards: z
    .enum(['1', '256'])
    .transform((value) => (value === '1' ? 1 : 256))
    .optional()
    .openapi({
      type: 'string',
      description: '`1` (the default): one document of keys. `256`: from about 10,000 keys on.',
    }),
  revocation: numberText(2, 3_600).optional().openapi({
    description: 'A revoked key is refused within this time, in seconds; 15 unless given.',
    example: 15,
  }),
  listen: address
    .optional()
    .openapi({ description: 'Where it takes requests; 127.0.0.1:10000 unless given.' }),
  gate: address
    .optional()
    .openapi({ description: 'Where the gate is; 127.0.0.1:7421, over gRPC 127.0.0.1:7423, unless given.' }),
  protocol: z
    .enum(['http', 'grpc'])
    .optional()
    .openapi({ description: 'How the gate is asked; `http` unless given.' }),
  reader: z
    .string()
    .regex(/^rdr_[A-Za-z0-9_-]{24}$/, 'must be the id of a registered reader')
    .optional()
    .openapi({
      description:
        'The reader that it names itself as when it fetches the key set, so that the authority can say what it has seen.',
      example: 'rdr_0123456789abcdefghijkLMN',
    }),
});

const exampleGateway = {
  name: 'envoy',
  title: 'Envoy',
  modes: ['jwt', 'gate'],
  file: 'envoy.yaml',
  run: 'envoy -c envoy.yaml',
};

export const gatewayList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        modes: z.array(z.enum(['jwt', 'gate'])),
        file: z.string().openapi({ description: 'The usual name of its file.' }),
        run: z.string().openapi({ description: 'The command that runs it with that file.' }),
      }),
    ),
  })
  .openapi('Gateways', { example: { items: [exampleGateway] } });
