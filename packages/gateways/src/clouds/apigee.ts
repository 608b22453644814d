import { addressText } from '../address.ts';
import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { type GatewayOption, textOf } from '../option.ts';
import { identityHeaders, keyHeaders, reserved } from './identity.ts';
import { address, askedFromAfar, assertMode, gateOptions } from './options.ts';

const STANDARD_GATE = 'gate.internal:7421';
const NO_KEY_SET =
  'VerifyJWT of Apigee caches the key set for 300 s, so a revoked key would work for 5 minutes. ';
const resource: GatewayOption = {
  ...{ name: 'resource', placeholder: 'name', kind: 'choice', standard: 'ask' },
  choices: ['ask', 'refuse', 'reserved', 'identity', 'proxy', 'target'],
  description:
    'the file to print: ask, the policy SC-Ask-Gate; refuse, the policy RF-Refuse; reserved, the policy RF-Reserved; identity, the policy AM-Identity; proxy, the proxy endpoint; target, the target endpoint',
};

/** Policies of an API proxy in Apigee, one at a time, and its two endpoints. See gateways/apigee/README.md. */
export const apigee: Gateway = {
  name: 'apigee',
  title: 'Apigee',
  modes: ['gate'],
  file: 'SC-Ask-Gate.xml',
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
      case 'reserved':
        return refuseReserved;
      case 'identity':
        return identity;
      case 'proxy':
        return proxy;
      case 'target':
        return target(upstream);
      default:
        return ask(gate);
    }
  },
  beside: (workspace, given) => askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE)),
};

function ask(gate: string): string {
  return `<ServiceCallout name="SC-Ask-Gate" continueOnError="false">
  <Request variable="gateRequest">
    <IgnoreUnresolvedVariables>true</IgnoreUnresolvedVariables>
    <Set>
      <Headers>
${keyHeaders.map((name) => `        <Header name="${name}">{request.header.${name}.values.string}</Header>\n`).join('')}      </Headers>
      <Verb>GET</Verb>
    </Set>
  </Request>
  <Response>gate</Response>
  <Timeout>2000</Timeout>
  <HTTPTargetConnection>
    <Properties>
      <Property name="success.codes">1xx,2xx,3xx,4xx,5xx</Property>
    </Properties>
    <URL>http://${gate}/verify</URL>
  </HTTPTargetConnection>
</ServiceCallout>
`;
}

const refuse = `<RaiseFault name="RF-Refuse">
  <FaultResponse>
    <Copy source="gate">
      <Headers>
        <Header name="WWW-Authenticate"/>
        <Header name="Retry-After"/>
      </Headers>
    </Copy>
    <Set>
      <StatusCode>{gate.status.code}</StatusCode>
      <Payload contentType="application/problem+json">{gate.content}</Payload>
    </Set>
  </FaultResponse>
</RaiseFault>
`;

const refuseReserved = `<RaiseFault name="RF-Reserved">
  <FaultResponse>
    <Set>
      <StatusCode>400</StatusCode>
      <ReasonPhrase>Bad Request</ReasonPhrase>
      <Payload contentType="text/plain">${reserved}</Payload>
    </Set>
  </FaultResponse>
</RaiseFault>
`;

/** A variable without `values.string` ends at the first comma, which a customer's name may have. */
const identity = `<AssignMessage name="AM-Identity">
  <IgnoreUnresolvedVariables>true</IgnoreUnresolvedVariables>
  <Remove>
    <Headers>
${[...keyHeaders, ...identityHeaders].map((name) => `      <Header name="${name}"/>\n`).join('')}    </Headers>
  </Remove>
  <Set>
    <Headers>
${identityHeaders.map((name) => `      <Header name="${name}">{gate.header.${name}.values.string}</Header>\n`).join('')}    </Headers>
  </Set>
</AssignMessage>
`;

const proxy = `<ProxyEndpoint name="default">
  <PreFlow name="PreFlow">
    <Request>
      <Step>
        <Name>RF-Reserved</Name>
        <Condition>request.headers.names.string JavaRegex "(?i)(.*[^a-z0-9])?x[^a-z0-9,]lostwax.*"</Condition>
      </Step>
      <Step><Name>SC-Ask-Gate</Name></Step>
      <Step>
        <Name>RF-Refuse</Name>
        <Condition>gate.status.code != 200</Condition>
      </Step>
    </Request>
  </PreFlow>
  <HTTPProxyConnection>
    <BasePath>/</BasePath>
  </HTTPProxyConnection>
  <RouteRule name="default">
    <TargetEndpoint>default</TargetEndpoint>
  </RouteRule>
</ProxyEndpoint>
`;

function target(upstream: string): string {
  return `<TargetEndpoint name="default">
  <PreFlow name="PreFlow">
    <Request>
      <Step><Name>AM-Identity</Name></Step>
    </Request>
  </PreFlow>
  <HTTPTargetConnection>
    <URL>http://${upstream}</URL>
  </HTTPTargetConnection>
</TargetEndpoint>
`;
}
