import { parseAddress } from '../address.ts';
import { envoyMode, envoyOptions } from '../envoy/table.ts';
import { addressOf, type GatewayOption, type GivenOptions, numberOf, textOf } from '../option.ts';
import type { EnvoyGatewayOptions } from './options.ts';

const descriptions: Readonly<Record<string, string>> = {
  upstream: 'the API: name and port of a Kubernetes Service',
  gate: 'the gate: name and port of a Kubernetes Service (default: lostwax-gate:7423)',
};

export const envoyGatewayOptions: readonly GatewayOption[] = [
  ...envoyOptions
    .filter(({ name }) => ['upstream', 'keys', 'revocation', 'mode', 'gate'].includes(name))
    .map((option) => {
      const description = descriptions[option.name];
      const changed = description === undefined ? option : { ...option, description };
      return option.name === 'mode' ? { ...changed, standard: 'gate' } : changed;
    }),
  {
    ...{ name: 'routes', placeholder: 'number', kind: 'choice', choices: ['1', '16'] },
    description:
      '1: one document with all keys; 16: 16 routes of 16 documents each, in jwt mode (default: 16 for more than 10,000 keys)',
  },
  {
    ...{ name: 'parent', placeholder: 'name', kind: 'text', standard: 'eg' },
    description: 'name of the Gateway that the routes belong to',
  },
];

/** @param given - By option name. `optionFault` must have accepted each value. */
export function readEnvoyGatewayOptions(
  given: GivenOptions,
): Omit<EnvoyGatewayOptions, 'issuer' | 'audience' | 'prefix'> {
  const mode = envoyMode(given) ?? 'gate';
  if (mode === 'gate' && numberOf(given, 'routes') === 16)
    throw new RangeError('16 routes are for the mode "jwt". A gate needs one.');
  return {
    upstream: parseAddress('upstream', textOf(given, 'upstream') ?? ''),
    gate: addressOf(given, 'gate'),
    parent: textOf(given, 'parent'),
    keys: numberOf(given, 'keys'),
    revocationSeconds: numberOf(given, 'revocation'),
    shards: numberOf(given, 'routes') as EnvoyGatewayOptions['shards'],
    mode,
  };
}
