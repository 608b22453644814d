import { isIP } from 'node:net';
import { keySetUrl } from '@lostwax/core';
import { addressText } from '../address.ts';
import { scalar } from '../envoy/yaml.ts';
import type { Gateway, GatewayWorkspace } from '../gateway.ts';
import { type GatewayOption, type GivenOptions, textOf } from '../option.ts';
import { address, assertMode, assertWithin, type Limits, optionsNamed } from './options.ts';

/** Bounds of a HTTP API's JWT authorizer. An RS256 key takes 431 bytes of the 150,000. */
const httpApiLimits: Limits = {
  algorithms: ['RS256'],
  keys: 340,
  keysReason: 'reads a key set of at most 150,000 bytes',
  revocationSeconds: 7_200,
  revocationReason: 'keeps a key set for up to 2 hours',
};
/** One of the 10 keys is the sentinel, which keeps a key set from being empty. */
const balancerLimits: Limits = {
  algorithms: ['RS256'],
  keys: 9,
  keysReason: 'reads a key set of at most 10 keys, of which Lostwax needs one',
  revocationSeconds: Number.POSITIVE_INFINITY,
  revocationReason: "doesn't say when it fetches the key set again",
};
/** The most characters of an issuer or a URL that a load balancer takes. */
const MAX_URL = 256;

const product: GatewayOption = {
  ...{ name: 'product', placeholder: 'product', kind: 'choice', choices: ['http-api', 'alb'] },
  standard: 'http-api',
  description: 'http-api: the JWT authorizer of an HTTP API; alb: an Application Load Balancer',
};

/** Resources of a CloudFormation template. See gateways/aws/README.md. */
export const aws: Gateway = {
  name: 'aws',
  title: 'AWS (HTTP API, Application Load Balancer)',
  modes: ['jwt'],
  file: 'template.yaml',
  run: 'aws cloudformation deploy --stack-name api --template-file template.yaml',
  example: { upstream: '10.0.0.5:8080', revocation: '' },
  options: [...optionsNamed('jwt', ['upstream', 'keys', 'revocation']), product],
  render: (workspace, given) => {
    const reason =
      'If a gate runs behind it, AWS needs no configuration for Lostwax. To ask a gate from AWS, see gateways/aws. ';
    assertMode('AWS', given, ['jwt'], reason);
    return textOf(given, 'product') === 'alb' ? loadBalancer(workspace, given) : httpApi(workspace, given);
  },
};

function httpApi(workspace: GatewayWorkspace, given: GivenOptions): string {
  assertWithin("AWS's HTTP API", httpApiLimits, workspace, given);
  assertHttps("AWS's HTTP API", workspace);
  const { issuer, audience } = workspace;
  return `# Add these to the Resources of your template. Api is your AWS::ApiGatewayV2::Api.
# A revoked key works for up to 2 hours. RS256 keys only, about ${httpApiLimits.keys} at most${told(given)}.
Resources:
  LostwaxAuthorizer:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: { Ref: Api }
      Name: lostwax
      AuthorizerType: JWT
      IdentitySource: ["$request.header.Authorization"]
      JwtConfiguration:
        Issuer: ${scalar(issuer)}
        Audience: [${scalar(audience)}]
  LostwaxIntegration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: { Ref: Api }
      IntegrationType: HTTP_PROXY
      IntegrationMethod: ANY
      IntegrationUri: ${scalar(`http://${addressText(address(given, 'upstream'))}/{proxy}`)}
      PayloadFormatVersion: "1.0"
      RequestParameters:
        overwrite:header.x-lostwax-key-id: $context.authorizer.claims.jti
        overwrite:header.x-lostwax-subject: $context.authorizer.claims.sub
        overwrite:header.x-lostwax-scope: $context.authorizer.claims.scope
        remove:header.x-lostwax-workspace: "''"
        remove:header.x-lostwax-claims: "''"
  LostwaxRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: { Ref: Api }
      RouteKey: ANY /{proxy+}
      AuthorizationType: JWT
      AuthorizerId: { Ref: LostwaxAuthorizer }
      Target: { "Fn::Sub": "integrations/\${LostwaxIntegration}" }
`;
}

function loadBalancer(workspace: GatewayWorkspace, given: GivenOptions): string {
  const title = 'An Application Load Balancer';
  assertWithin(title, balancerLimits, workspace, given);
  const { issuer, audience, longestLifeSeconds } = workspace;
  const keySet = assertHttps(title, workspace);
  if (longestLifeSeconds === null)
    throw new RangeError(
      `${title} refuses a key without \`exp\`, and keys of this workspace may have no expiration. Set a maximum lifetime for the workspace first.`,
    );
  if (keySet.length > MAX_URL)
    throw new RangeError(`${title} takes a key set URL of at most ${MAX_URL} characters.`);
  const { host, port } = address(given, 'upstream');
  if (isIP(host) === 0)
    throw new RangeError(
      `${title} sends requests to IP addresses. Give the IP address of your API, not "${host}".`,
    );
  return `# Add these to the Resources of your template. Listener is your HTTPS listener, Vpc your AWS::EC2::VPC.
# RS256 keys with an expiration only, ${balancerLimits.keys} at most${told(given)}.
Resources:
  LostwaxRule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: { Ref: Listener }
      Priority: 1
      Conditions: [{ Field: path-pattern, Values: ["/*"] }]
      Actions:
        - Type: jwt-validation
          Order: 1
          JwtValidationConfig:
            Issuer: ${scalar(issuer)}
            JwksEndpoint: ${scalar(keySet)}
            AdditionalClaims: [{ Format: single-string, Name: aud, Values: [${scalar(audience)}] }]
        - { Type: forward, Order: 2, TargetGroupArn: { Ref: LostwaxApi } }
  LostwaxApi:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      TargetType: ip
      IpAddressType: ${isIP(host) === 6 ? 'ipv6' : 'ipv4'}
      Protocol: HTTP
      Port: ${port}
      VpcId: { Ref: Vpc }
      Targets: [{ Id: ${scalar(host)}, Port: ${port} }]
`;
}

function told(given: GivenOptions): string {
  const keys = textOf(given, 'keys');
  return keys === undefined ? '' : `; ${keys} expected`;
}

/** @throws RangeError for an authority that AWS doesn't fetch a key set from. */
function assertHttps(title: string, { issuer }: GatewayWorkspace): string {
  if (issuer.startsWith('https:')) return keySetUrl(issuer);
  throw new RangeError(`${title} fetches key sets over https only, and the issuer is ${issuer}.`);
}
