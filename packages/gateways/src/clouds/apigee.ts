import { addressText } from '../address.ts';
import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { type GatewayOption, textOf } from '../option.ts';
import { identityHeaders } from './identity.ts';
import { address, askedFromAfar, assertMode, gateOptions } from './options.ts';

const STANDARD_GATE = 'gate.internal:7421';
const NO_KEY_SET =
  'VerifyJWT of Apigee caches the key set for 300 s, so a revoked key would work for 5 minutes. ';
const resource: GatewayOption = {
  ...{ name: 'resource', placeholder: 'name', kind: 'choice', standard: 'ask' },
  choices: ['ask', 'refuse', 'identity', 'target'],
  description:
    'the file to print: ask, the policy Ask-Gate; refuse, the policy Refuse; identity, the policy Identity; target, the target endpoint',
};

/** Policies of an API proxy in Apigee, one at a time, and its target endpoint. See gateways/apigee/README.md. */
export const apigee: Gateway = {
  name: 'apigee',
  title: 'Apigee',
  modes: ['gate'],
  file: 'Ask-Gate.xml',
  run: 'apigeecli apis create bundle, with the files of all resources',
  example: { upstream: 'api.internal:8080' },
  options: [...gateOptions(STANDARD_GATE), resource],
  render: ({ issuer }, given) => {
    workspaceOf(issuer);
    assertMode('Apigee', given, ['gate'], NO_KEY_SET);
    const gate = addressText(address(given, 'gate', STANDARD_GATE));
    const upstream = addressText(address(given, 'upstream'));
    switch (textOf(given, 'resource')) {
      case 'refuse':
        return refuse;
      case 'identity':
        return identity;
      case 'target':
        return target(upstream);
      default:
        return ask(gate);
    }
  },
  beside: (workspace, given) => askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE)),
};

function ask(gate: string): string {
  return `<ServiceCallout name="Ask-Gate" continueOnError="false">
  <Request variable="gateRequest">
    <Set>
      <Headers>
        <Header name="Authorization">{request.header.Authorization}</Header>
      </Headers>
      <Verb>GET</Verb>
      <Path>/verify</Path>
    </Set>
  </Request>
  <Response>gate</Response>
  <Timeout>2000</Timeout>
  <HTTPTargetConnection>
    <Properties>
      <Property name="success.codes">1xx,2xx,3xx,4xx,5xx</Property>
    </Properties>
    <URL>http://${gate}</URL>
  </HTTPTargetConnection>
</ServiceCallout>
`;
}

const refuse = `<RaiseFault name="Refuse">
  <FaultResponse>
    <Set>
      <StatusCode>{gate.status.code}</StatusCode>
      <Payload contentType="application/problem+json">{gate.content}</Payload>
    </Set>
  </FaultResponse>
</RaiseFault>
`;

const identity = `<AssignMessage name="Identity">
  <Remove><Headers><Header name="Authorization"/></Headers></Remove>
  <Set>
    <Headers>
${identityHeaders.map((name) => `      <Header name="${name}">{gate.header.${name}}</Header>\n`).join('')}    </Headers>
  </Set>
  <AssignTo createNew="false" type="request"/>
</AssignMessage>
`;

function target(upstream: string): string {
  return `<TargetEndpoint name="default">
  <PreFlow>
    <Request>
      <Step><Name>Identity</Name></Step>
    </Request>
  </PreFlow>
  <HTTPTargetConnection>
    <URL>http://${upstream}</URL>
  </HTTPTargetConnection>
</TargetEndpoint>
`;
}
