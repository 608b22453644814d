import { z } from '@hono/zod-openapi';
import {
  type Gateway,
  type GatewayOption,
  type GivenOptions,
  gatewayModes,
  gateways,
  optionFault,
} from '@lostwax/gateways';
import { strict } from '../../web/schemas.ts';

/** One parameter for each option that any gateway has. */
export const gatewayQuery = strict(
  // Gateways describe some of their own in other words; the first one's are the most general.
  Object.fromEntries(
    gateways
      .flatMap(parameters)
      .toReversed()
      .map((option) => [option.name, parameterOf(option)]),
  ),
);

/**
 * Returns the error for query parameters that the gateway doesn't have: ignoring them would return
 * a configuration that does less than requested.
 *
 * @returns Undefined when the gateway has them all.
 */
export function foreignParameters(gateway: Gateway, query: GivenOptions): string | undefined {
  const names = parameterNames(gateway);
  const foreign = Object.keys(query).find((name) => !names.includes(name));
  if (foreign === undefined) return undefined;
  return `${gateway.title} has no parameter "${foreign}". Its parameters are ${names.join(', ')}.`;
}

/** The parameters that affect a gateway's configuration. */
export function parameterNames(gateway: Gateway): string[] {
  return parameters(gateway).map(({ name }) => name);
}

/** Only the command accepts options that can be repeated. */
function parameters({ options }: Gateway): GatewayOption[] {
  return options.filter(({ several }) => !several);
}

function parameterOf(option: GatewayOption): z.ZodType<string | undefined> {
  const text = z.string().max(255);
  const checked = text.superRefine((value, context) => {
    const fault = optionFault(option, value);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });
  const { description } = option;
  const standards = gateways.flatMap(({ options }) =>
    options.filter(({ name }) => name === option.name).map(({ standard }) => standard),
  );
  // Gateways may differ in this.
  const standard = new Set(standards).size === 1 ? standards[0] : undefined;
  const isWord = option.kind === 'choice' && /^\w+:/.test(description);
  const first = isWord ? description.charAt(0) : description.charAt(0).toUpperCase();
  const owners = gateways.filter((gateway) => parameters(gateway).some(({ name }) => name === option.name));
  const only =
    owners.length === gateways.length ? '' : ` Only for ${owners.map(({ title }) => title).join(', ')}.`;
  const told = `${first}${description.slice(1)}.${standard === undefined ? '' : ` Default: ${standard}.`}${only}`;
  const described = (option.required ? checked : checked.optional()) as typeof checked;
  return described.openapi({ description: told, ...formOf(option) });
}

function formOf(option: GatewayOption): { readonly [name: string]: unknown } {
  switch (option.kind) {
    case 'address':
      return { type: 'string', example: option.standard ?? '127.0.0.1:8080' };
    case 'choice':
      return { type: 'string', enum: [...option.choices] };
    case 'number':
      return {
        type: 'integer',
        minimum: option.least,
        maximum: option.most,
        example: Number(option.standard ?? option.least),
      };
    case 'text':
      return { type: 'string', ...(option.form && { pattern: option.form.source }) };
  }
}

const exampleGateway = {
  name: 'envoy',
  title: 'Envoy',
  modes: ['jwt', 'gate'],
  file: 'envoy.yaml',
  run: 'envoy -c envoy.yaml',
  example: { upstream: '127.0.0.1:8080', revocation: '15' },
  parameters: ['upstream', 'revocation', 'listen'],
};

export const gatewayList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        modes: z.array(z.enum(gatewayModes)),
        file: z.string().openapi({ description: 'Usual file name.' }),
        run: z.string().openapi({ description: 'Command that runs the gateway with this file.' }),
        example: z.object({ upstream: z.string(), revocation: z.string() }).openapi({
          description: 'Parameters with which it renders a configuration. Omit those that are empty.',
        }),
        parameters: z
          .array(z.string())
          .openapi({ description: 'Query parameters that its configuration takes.' }),
      }),
    ),
  })
  .openapi('Gateways', { example: { items: [exampleGateway] } });
