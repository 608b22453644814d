/** The options of configurations with a table of pins, as a person or a program gives them. */
import { parseAddress } from '../address.ts';
import { byGateOptions } from '../envoy/table.ts';
import { addressOf, type GatewayOption, type GivenOptions, numberOf, textOf } from '../option.ts';
import { HAPROXY_SOCKET, type HaproxyPinsOptions } from './haproxy.ts';
import { NGINX_KEYS, NGINX_SOCKET, type NginxPinsOptions } from './nginx.ts';

const pinsOptions: readonly GatewayOption[] = [
  {
    ...{ name: 'scope', placeholder: 'scope', kind: 'text', several: true },
    description: 'a scope that every key must have, in pins mode; repeatable',
  },
  {
    ...{ name: 'pathScope', placeholder: 'path=scope', kind: 'text', several: true },
    description:
      'a scope that a path and everything below it needs, in pins mode, such as /orders=orders:write; repeatable',
  },
];

export const haproxyOptions: readonly GatewayOption[] = [
  ...byGateOptions,
  ...pinsOptions,
  {
    ...{ name: 'socket', placeholder: 'path', kind: 'text' },
    description: `HAProxy's runtime API, in pins mode (default: ${HAPROXY_SOCKET})`,
  },
];

export const nginxOptions: readonly GatewayOption[] = [
  ...byGateOptions,
  ...pinsOptions,
  {
    ...{ name: 'socket', placeholder: 'path', kind: 'text' },
    description: `where "lostwax pins" writes to the table, in pins mode (default: ${NGINX_SOCKET})`,
  },
  {
    ...{ name: 'keys', placeholder: 'number', kind: 'number', least: 1, most: 10_000_000 },
    description: `the most keys that the table has room for, in pins mode (default: ${NGINX_KEYS})`,
  },
  {
    ...{ name: 'part', placeholder: 'part', kind: 'choice', choices: ['configuration', 'script'] },
    description:
      'what to print in pins mode: the configuration (default), or the script lostwax.js beside it',
  },
];

/** Everything that a gateway with a table of pins may be given. */
export type GivenPins = HaproxyPinsOptions & NginxPinsOptions;

/** @param given - By option name. `optionFault` must have accepted each value. */
export function readPinsOptions(given: GivenOptions): Omit<GivenPins, 'issuer' | 'audience'> {
  if (textOf(given, 'gate') !== undefined)
    throw new RangeError('With pins no gate is asked. Leave out the address of the gate.');
  return {
    upstream: parseAddress('upstream', textOf(given, 'upstream') ?? ''),
    listen: addressOf(given, 'listen'),
    scopes: [given['scope'] ?? []].flat(),
    pathScopes: [given['pathScope'] ?? []].flat(),
    socket: textOf(given, 'socket'),
    keys: numberOf(given, 'keys'),
    part: textOf(given, 'part') === 'script' ? 'script' : 'configuration',
  };
}

/** @throws RangeError for options that would do nothing with a gate. */
export function assertNoPinsOptions(given: GivenOptions): void {
  const name = ['scope', 'pathScope', 'socket', 'keys', 'part'].find((it) => given[it] !== undefined);
  if (name !== undefined)
    throw new RangeError(
      'Scopes, the socket and the size of the table are for the mode "pins". To require scopes with a gate, see docs/gateways.md.',
    );
}
