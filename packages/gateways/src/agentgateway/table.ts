import { parseAddress } from '../address.ts';
import { byGateOptions } from '../envoy/table.ts';
import { addressOf, type GatewayOption, type GivenOptions, numberOf, textOf } from '../option.ts';
import type { AgentgatewayOptions } from './render.ts';

export const agentgatewayOptions: readonly GatewayOption[] = [
  ...byGateOptions.filter(({ name }) => name !== 'listen'),
  {
    ...{ name: 'port', placeholder: 'port', kind: 'number', least: 1, most: 65_535, standard: '8000' },
    description: 'port agentgateway listens on, on every address of the machine',
  },
];

/** @param given - By option name. `optionFault` must have accepted each value. */
export function readAgentgatewayOptions(given: GivenOptions): Omit<AgentgatewayOptions, 'issuer'> {
  const [gate, mode] = [addressOf(given, 'gate'), textOf(given, 'mode')];
  if (mode === 'jwt')
    throw new RangeError(
      'This configuration asks a gate or has a list of keys. Choose the mode "gate" or "pins".',
    );
  if (mode === 'pins' && gate !== undefined)
    throw new RangeError('With pins no gate is asked. Leave out the address of the gate.');
  return {
    upstream: parseAddress('upstream', textOf(given, 'upstream') ?? ''),
    gate,
    port: numberOf(given, 'port'),
    mode: mode === 'pins' ? 'pins' : 'gate',
  };
}
