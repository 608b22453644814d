import { z } from '@hono/zod-openapi';
import { type GatewayOption, gateways, optionFault } from '@lostwax/gateways';
import { strict } from '../../web/schemas.ts';

/** One parameter of each option that some gateway has, except those that may be given several times. */
export const gatewayQuery = strict(
  Object.fromEntries(
    gateways
      .flatMap(({ options }) => options)
      .filter(({ several }) => !several)
      .map((option) => [option.name, parameterOf(option)]),
  ),
);

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
  // Gateways may differ in it.
  const standard = new Set(standards).size === 1 ? standards[0] : undefined;
  const isWord = option.kind === 'choice' && /^\w+:/.test(description);
  const first = isWord ? description.charAt(0) : description.charAt(0).toUpperCase();
  const told = `${first}${description.slice(1)}.${standard === undefined ? '' : ` Default: ${standard}.`}`;
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
        example: Number(option.standard),
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
};

export const gatewayList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        modes: z.array(z.enum(['jwt', 'gate'])),
        file: z.string().openapi({ description: 'Usual file name.' }),
        run: z.string().openapi({ description: 'Command that runs the gateway with this file.' }),
      }),
    ),
  })
  .openapi('Gateways', { example: { items: [exampleGateway] } });
