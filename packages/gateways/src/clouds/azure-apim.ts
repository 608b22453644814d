import { addressText } from '../address.ts';
import type { Gateway } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { identityHeaders, keyHeaders, reserved } from './identity.ts';
import { address, askedFromAfar, assertMode, gateOptions } from './options.ts';

const STANDARD_GATE = 'gate.internal:7421';
const NO_KEY_SET =
  "API Management's validate-jwt fetches the key set once an hour, so a revoked key would work for up to an hour. ";

/** The inbound policy of an API in Azure API Management. See gateways/azure-apim/README.md. */
export const azureApim: Gateway = {
  name: 'azure-apim',
  title: 'Azure API Management',
  modes: ['gate'],
  file: 'inbound.xml',
  run: 'az apim api policy create, or the policy editor of the portal',
  example: { upstream: 'api.internal:8080' },
  options: gateOptions(STANDARD_GATE),
  render: ({ issuer }, given) => {
    workspaceOf(issuer);
    assertMode('API Management', given, ['gate'], NO_KEY_SET);
    const gate = addressText(address(given, 'gate', STANDARD_GATE));
    const upstream = addressText(address(given, 'upstream'));
    return `<inbound>
  <base />
  <choose>
    <when condition="@(context.Request.Headers.Keys.Any(name => Regex.IsMatch(name, &quot;(?i)^x[^a-z0-9]lostwax&quot;)))">
      <return-response>
        <set-status code="400" reason="Bad Request" />
        <set-body>${reserved}</set-body>
      </return-response>
    </when>
  </choose>
  <set-backend-service base-url="http://${upstream}" />
  <send-request mode="new" response-variable-name="gate" timeout="2" ignore-error="true">
    <set-url>http://${gate}/verify</set-url>
    <set-method>GET</set-method>
${keyHeaders.map(asked).join('')}  </send-request>
  <choose>
    <when condition="@(context.Variables[&quot;gate&quot;] == null)">
      <return-response>
        <set-status code="503" reason="Service Unavailable" />
      </return-response>
    </when>
    <when condition="@(((IResponse)context.Variables[&quot;gate&quot;]).StatusCode != 200)">
      <return-response response-variable-name="gate" />
    </when>
  </choose>
${identityHeaders.map(copied).join('')}${keyHeaders.map(deleted).join('')}</inbound>
`;
  },
  beside: (workspace, given) => askedFromAfar(workspace, address(given, 'gate', STANDARD_GATE)),
};

function copied(name: string): string {
  return `  <set-header name="${name}" exists-action="override">
    <value>@(((IResponse)context.Variables["gate"]).Headers.GetValueOrDefault("${name}", ""))</value>
  </set-header>
`;
}

/** One that is missing is sent empty, which a gate takes for none. */
function asked(name: string): string {
  return `    <set-header name="${name}" exists-action="override">
      <value>@(context.Request.Headers.GetValueOrDefault("${name}", ""))</value>
    </set-header>
`;
}

function deleted(name: string): string {
  return `  <set-header name="${name}" exists-action="delete" />\n`;
}
