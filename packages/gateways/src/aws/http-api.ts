import { type Address, addressText } from '../address.ts';
import { assertWithin, type Limits } from '../clouds/options.ts';
import { scalar } from '../envoy/yaml.ts';
import type { GatewayWorkspace } from '../gateway.ts';
import { mostKeysIn } from '../key-set-size.ts';
import type { GivenOptions } from '../option.ts';
import { assertHttps, expectedKeys } from './limits.ts';

const MAX_KEY_SET_BYTES = 150_000;

/**
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
const limits: Omit<Limits, 'keys'> = {
  algorithms: ['RS256'],
  keysReason: 'reads a key set of at most 150,000 bytes',
  revocationSeconds: 7_200,
  revocationReason: 'keeps a key set for up to 2 hours',
};

/** The JWT authorizer of an HTTP API. */
export function httpApi(workspace: GatewayWorkspace, given: GivenOptions, upstream: Address): string {
  const { issuer, audience, prefix } = workspace;
  const keys = mostKeysIn(MAX_KEY_SET_BYTES, { prefix, algorithm: 'RS256' });
  assertWithin("AWS's HTTP API", { ...limits, keys }, workspace, given);
  assertHttps("AWS's HTTP API", workspace);
  return `# Add these to the Resources of your template. Api is your AWS::ApiGatewayV2::Api.
# A revoked key works for up to 2 hours. RS256 keys only, about ${keys} at most${expectedKeys(given)}.
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
${httpApiRoute(upstream, 'JWT', {
  'key-id': 'claims.jti',
  subject: 'claims.sub',
  scope: 'claims.scope',
})}`;
}

const identity = ['key-id', 'subject', 'workspace', 'scope', 'claims'] as const;

/**
 * The integration with your API, and the route to it.
 *
 * @param headers - What of the authorizer's context each identity header has. The others are removed.
 */
export function httpApiRoute(
  upstream: Address,
  authorization: 'JWT' | 'CUSTOM',
  headers: Readonly<Partial<Record<(typeof identity)[number], string>>>,
): string {
  const rules = identity.map((name) =>
    headers[name] === undefined
      ? `        remove:header.x-lostwax-${name}: "''"\n`
      : `        overwrite:header.x-lostwax-${name}: $context.authorizer.${headers[name]}\n`,
  );
  return `  LostwaxIntegration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: { Ref: Api }
      IntegrationType: HTTP_PROXY
      IntegrationMethod: ANY
      IntegrationUri: ${scalar(`http://${addressText(upstream)}/{proxy}`)}
      PayloadFormatVersion: "1.0"
      RequestParameters:
${rules.toSorted((a, b) => Number(a.includes('remove')) - Number(b.includes('remove'))).join('')}  LostwaxRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: { Ref: Api }
      RouteKey: ANY /{proxy+}
      AuthorizationType: ${authorization}
      AuthorizerId: { Ref: LostwaxAuthorizer }
      Target: { "Fn::Sub": "integrations/\${LostwaxIntegration}" }
`;
}
