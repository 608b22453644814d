import type { Address } from '../address.ts';
import { indent, scalar } from '../envoy/yaml.ts';
import type { GatewayWorkspace } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { httpApiRoute } from './http-api.ts';
import { restApiMethod } from './rest-api.ts';

/**
 * A Lambda authorizer that asks a gate.
 *
 * @param gate - Its host and port, as the function reaches it.
 */
export function lambdaAuthorizer(
  { issuer }: GatewayWorkspace,
  product: 'http-api' | 'rest-api',
  gate: string,
  upstream: Address,
): string {
  workspaceOf(issuer);
  const type = product === 'http-api' ? 'AWS::ApiGatewayV2::Api' : 'AWS::ApiGateway::RestApi';
  return `# Add these to the Resources of your template. Api is your ${type}. Subnets and SecurityGroup let Lambda reach the gate.
# A revoked key is refused, and a new one accepted, within a second, for any number of keys.
Resources:
  LostwaxRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
      ManagedPolicyArns:
        - { "Fn::Sub": "arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole" }
  LostwaxFunction:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Timeout: 5
      Role: { "Fn::GetAtt": [LostwaxRole, Arn] }
      VpcConfig: { SubnetIds: { Ref: Subnets }, SecurityGroupIds: [{ Ref: SecurityGroup }] }
      Environment: { Variables: { LOSTWAX_GATE: ${scalar(`http://${gate}`)} } }
      Code:
        ZipFile: |
${indent(10, handler)}  LostwaxPermission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: { Ref: LostwaxFunction }
      Principal: apigateway.amazonaws.com
      SourceArn: { "Fn::Sub": "arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*" }
${product === 'http-api' ? httpAuthorizer + httpApiRoute(upstream, 'CUSTOM', context) : restAuthorizer + restApiMethod(upstream, 'CUSTOM', restContext)}`;
}

/** Names of context variables have no hyphen. */
const context = {
  'key-id': 'keyId',
  subject: 'subject',
  workspace: 'workspace',
  scope: 'scope',
  claims: 'claims',
} as const;
const restContext = Object.entries(context).map(
  ([name, variable]) => [name, `context.authorizer.${variable}`] as const,
);

/**
 * Both kinds of API call it, with their own events. Lambda runs a file without a package as CommonJS.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
const handler = `const identity = { 'key-id': 'keyId', subject: 'subject', workspace: 'workspace', scope: 'scope', claims: 'claims' };

exports.handler = async (event) => {
  const isHttpApi = event.version === '2.0';
  const headers = {};
  // A REST API has every line of a header in multiValueHeaders. A gate refuses a key that comes twice.
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? event.headers ?? {})) {
    const lower = name.toLowerCase();
    if (lower === 'authorization' || lower === 'x-api-key') headers[lower] = [headers[lower] ?? [], values].flat().join();
  }
  const answer = await fetch(process.env.LOSTWAX_GATE + '/verify', { headers, redirect: 'manual', signal: AbortSignal.timeout(2000) });
  if (![200, 401, 403].includes(answer.status)) throw new Error('The gate answered ' + answer.status + '.');
  const isAuthorized = answer.status === 200;
  const context = {};
  if (isAuthorized) for (const [name, variable] of Object.entries(identity)) context[variable] = answer.headers.get('x-lostwax-' + name) ?? '';
  if (isHttpApi) return { isAuthorized, context };
  // This text alone makes a REST API answer 401.
  if (answer.status === 401) throw new Error('Unauthorized');
  const statement = { Action: 'execute-api:Invoke', Effect: isAuthorized ? 'Allow' : 'Deny', Resource: event.methodArn };
  return { principalId: context.subject || 'lostwax', policyDocument: { Version: '2012-10-17', Statement: [statement] }, context };
};
`;

const uri = `{ "Fn::Sub": "arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${LostwaxFunction.Arn}/invocations" }`;

/** Without identity sources and without a cache, the function is asked about every request. */
const httpAuthorizer = `  LostwaxAuthorizer:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: { Ref: Api }
      Name: lostwax
      AuthorizerType: REQUEST
      AuthorizerUri: ${uri}
      AuthorizerPayloadFormatVersion: "2.0"
      EnableSimpleResponses: true
      AuthorizerResultTtlInSeconds: 0
`;
const restAuthorizer = `  LostwaxAuthorizer:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: { Ref: Api }
      Name: lostwax
      Type: REQUEST
      AuthorizerUri: ${uri}
      AuthorizerResultTtlInSeconds: 0
`;
