import { isIP } from 'node:net';
import type { Address } from '../address.ts';
import { assertWithin, type Limits } from '../clouds/options.ts';
import { scalar } from '../envoy/yaml.ts';
import type { GatewayWorkspace } from '../gateway.ts';
import type { GivenOptions } from '../option.ts';
import { assertHttps, expectedKeys } from './limits.ts';

/**
 * One of the 10 keys is the sentinel, which keeps a key set from being empty.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html
 */
const limits: Limits = {
  algorithms: ['RS256'],
  keys: 9,
  keysReason: 'reads a key set of at most 10 keys, of which Lostwax needs one',
  revocationSeconds: Number.POSITIVE_INFINITY,
  revocationReason: "doesn't say when it fetches the key set again",
};
/** The most characters of an issuer or a URL that a load balancer takes. */
const MAX_URL = 256;

/** A rule of an Application Load Balancer that validates JWTs. */
export function loadBalancer(
  workspace: GatewayWorkspace,
  given: GivenOptions,
  { host, port }: Address,
): string {
  const title = 'An Application Load Balancer';
  assertWithin(title, limits, workspace, given);
  const { issuer, audience, longestLifeSeconds } = workspace;
  const keySet = assertHttps(title, workspace);
  if (longestLifeSeconds === null)
    throw new RangeError(
      `${title} refuses a key without \`exp\`, and keys of this workspace may have no expiration. Set a maximum lifetime for the workspace first.`,
    );
  if (keySet.length > MAX_URL)
    throw new RangeError(`${title} takes a key set URL of at most ${MAX_URL} characters.`);
  if (isIP(host) === 0)
    throw new RangeError(
      `${title} sends requests to IP addresses. Give the IP address of your API, not "${host}".`,
    );
  return `# Add these to the Resources of your template. Listener is your HTTPS listener, Vpc your AWS::EC2::VPC.
# RS256 keys with an expiration only, ${limits.keys} at most${expectedKeys(given)}.
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
