import { type Address, addressText } from '../address.ts';
import { assertWithin, type Limits } from '../clouds/options.ts';
import { scalar } from '../envoy/yaml.ts';
import type { GatewayWorkspace } from '../gateway.ts';
import type { GivenOptions } from '../option.ts';
import { assertHttps, expectedKeys } from './limits.ts';

/**
 * AWS documents no limit of a key set here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-jwt-authorizer-keys.html
 */
const limits: Limits = {
  algorithms: ['ES256', 'RS256'],
  keys: Number.POSITIVE_INFINITY,
  keysReason: '',
  revocationSeconds: 3_600,
  revocationReason: 'keeps keys for up to an hour',
};

/** The JWT authorizer of a REST API. */
export function restApi(workspace: GatewayWorkspace, given: GivenOptions, upstream: Address): string {
  const title = "AWS's REST API";
  assertWithin(title, limits, workspace, given);
  assertHttps(title, workspace);
  const { issuer, audience, algorithm } = workspace;
  const algorithms = algorithm === undefined ? limits.algorithms : [algorithm];
  return `# Add these to the Resources of your template. Api is your AWS::ApiGateway::RestApi.
# A revoked key works for up to an hour. ES256 and RS256 keys only${expectedKeys(given)}.
Resources:
  LostwaxAuthorizer:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: { Ref: Api }
      Name: lostwax
      Type: JWT
      IdentitySource: method.request.header.Authorization
      JwtConfiguration:
        DefaultAlgorithms: [${algorithms.join(', ')}]
        Issuers: [{ Issuer: ${scalar(issuer)}, Audiences: [${scalar(audience)}] }]
${restApiMethod(upstream, 'JWT', [
  ['key-id', 'context.authorizer.claims.jti'],
  ['subject', 'context.authorizer.claims.sub'],
  ['scope', 'context.authorizer.claims.scope'],
  ['workspace', `"''"`],
  ['claims', `"''"`],
])}`;
}

/**
 * A method for every path, and its integration with your API.
 *
 * @param headers - Each identity header, and where its value comes from.
 */
export function restApiMethod(
  upstream: Address,
  authorization: 'JWT' | 'CUSTOM',
  headers: readonly (readonly [name: string, from: string])[],
): string {
  return `  LostwaxResource:
    Type: AWS::ApiGateway::Resource
    Properties:
      RestApiId: { Ref: Api }
      ParentId: { "Fn::GetAtt": [Api, RootResourceId] }
      PathPart: "{proxy+}"
  LostwaxMethod:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: { Ref: Api }
      ResourceId: { Ref: LostwaxResource }
      HttpMethod: ANY
      AuthorizationType: ${authorization}
      AuthorizerId: { Ref: LostwaxAuthorizer }
      RequestParameters: { method.request.path.proxy: true }
      Integration:
        Type: HTTP_PROXY
        IntegrationHttpMethod: ANY
        Uri: ${scalar(`http://${addressText(upstream)}/{proxy}`)}
        RequestParameters:
          integration.request.path.proxy: method.request.path.proxy
${headers.map(([name, from]) => `          integration.request.header.x-lostwax-${name}: ${from}\n`).join('')}`;
}
