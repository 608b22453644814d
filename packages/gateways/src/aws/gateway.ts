import { addressText } from '../address.ts';
import { address, askedFromAfar, assertMode, optionsNamed } from '../clouds/options.ts';
import type { Gateway } from '../gateway.ts';
import { type GatewayOption, textOf } from '../option.ts';
import { httpApi } from './http-api.ts';
import { lambdaAuthorizer } from './lambda.ts';
import { loadBalancer } from './load-balancer.ts';
import { restApi } from './rest-api.ts';

/** Where Lambda reaches the gate in your VPC. */
const STANDARD_GATE = 'gate.internal:7421';

const product: GatewayOption = {
  ...{ name: 'product', placeholder: 'product', kind: 'choice', choices: ['http-api', 'rest-api', 'alb'] },
  standard: 'http-api',
  description: 'what is in front of your API: an HTTP API, a REST API or an Application Load Balancer',
};

/** Resources of a CloudFormation template. See gateways/aws/README.md. */
export const aws: Gateway = {
  name: 'aws',
  title: 'AWS (API Gateway, Application Load Balancer)',
  modes: ['jwt', 'gate'],
  file: 'template.yaml',
  run: 'aws cloudformation deploy --stack-name api --template-file template.yaml',
  example: { upstream: '10.0.0.5:8080', revocation: '' },
  options: [
    ...optionsNamed('jwt', ['upstream', 'keys', 'revocation', 'gate']).map((option) =>
      option.name === 'gate'
        ? { ...option, standard: STANDARD_GATE, description: 'address of the gate, as Lambda reaches it' }
        : option,
    ),
    product,
  ],
  render: (workspace, given) => {
    const mode = assertMode('AWS', given, ['jwt', 'gate']);
    const kind = textOf(given, 'product') ?? product.standard;
    const upstream = address(given, 'upstream');
    if (mode === 'gate') {
      if (kind === 'alb')
        throw new RangeError(
          'An Application Load Balancer can\'t ask a gate. Make a gate that is the reverse proxy its target, or choose the product "http-api" or "rest-api".',
        );
      const gate = addressText(address(given, 'gate', STANDARD_GATE));
      return lambdaAuthorizer(workspace, kind === 'rest-api' ? 'rest-api' : 'http-api', gate, upstream);
    }
    if (kind === 'alb') return loadBalancer(workspace, given, upstream);
    return kind === 'rest-api' ? restApi(workspace, given, upstream) : httpApi(workspace, given, upstream);
  },
  beside: (workspace, given) => askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE)),
};
