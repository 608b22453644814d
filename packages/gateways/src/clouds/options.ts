/** What the configurations of gateways in a cluster or a cloud have in common. */
import { type Address, parseAddress } from '../address.ts';
import { envoyOptions } from '../envoy/table.ts';
import { gateArguments } from '../gate-command.ts';
import type { GatewayWorkspace } from '../gateway.ts';
import { workspaceOf } from '../issuer.ts';
import { type GatewayMode, type GatewayOption, type GivenOptions, numberOf, textOf } from '../option.ts';

/** The options that ask for a gate somewhere else than on the gateway's own machine. */
export function gateOptions(gate: string, more: readonly string[] = []): readonly GatewayOption[] {
  return optionsNamed('gate', ['upstream', 'gate', ...more]).map((option) =>
    option.name === 'gate'
      ? { ...option, standard: gate, description: 'address of the gate, as the gateway reaches it' }
      : option,
  );
}

/** Those of Envoy's options that a gateway has, and its mode. */
export function optionsNamed(mode: GatewayMode, names: readonly string[]): readonly GatewayOption[] {
  return envoyOptions
    .filter(({ name }) => name === 'mode' || names.includes(name))
    .map((option) => (option.name === 'mode' ? { ...option, standard: mode } : option));
}

/** @throws RangeError for a port that nothing listens on. */
export function address(given: GivenOptions, name: string, standard = ''): Address {
  const read = parseAddress(name, textOf(given, name) ?? standard);
  if (read.port >= 1) return read;
  throw new RangeError(`The ${name} needs a port from 1 to 65535, not ${read.port}.`);
}

/** @throws RangeError for a mode that the gateway doesn't have, with the reason. */
export function assertMode<Mode extends GatewayMode>(
  title: string,
  given: GivenOptions,
  modes: readonly [Mode, ...Mode[]],
  reason = '',
): Mode {
  const [standard] = modes;
  const mode = textOf(given, 'mode') ?? standard;
  const found = modes.find((it) => it === mode);
  if (found !== undefined) return found;
  const why = mode === 'pins' ? `${title} has no table of keys that can be updated while it runs. ` : reason;
  throw new RangeError(`${why}Choose the mode ${modes.map((it) => `"${it}"`).join(' or ')} for ${title}.`);
}

/** The arguments after `lostwax` of a gate that the gateway asks over the network. */
export function askedFromAfar(
  { issuer }: GatewayWorkspace,
  { port }: Address,
  portFlag: '--port' | '--grpc-port' = '--port',
): string {
  return gateArguments(issuer, { host: '0.0.0.0', port }, [], portFlag);
}

/** The arguments after `lostwax` of a gate between the gateway and the API. */
export function proxyFromAfar({ issuer }: GatewayWorkspace, gate: Address, upstream: string): string {
  const flags = [`--upstream http://${upstream}`, '--status-port 7424'];
  return gateArguments(issuer, { host: '0.0.0.0', port: gate.port }, flags);
}

/** What a gateway that reads the key set itself can't do more than. */
export interface Limits {
  readonly algorithms: readonly GatewayWorkspace['algorithm'][];
  readonly keys: number;
  /** Ends a sentence that begins with the gateway's name. */
  readonly keysReason: string;
  readonly revocationSeconds: number;
  readonly revocationReason: string;
}

/** @throws RangeError for a workspace, a number of keys or a revocation delay beyond the gateway's limits. */
export function assertWithin(
  title: string,
  limits: Limits,
  { issuer, algorithm }: GatewayWorkspace,
  given: GivenOptions,
): void {
  workspaceOf(issuer);
  if (algorithm !== undefined && !limits.algorithms.includes(algorithm))
    throw new RangeError(
      `${title} checks ${limits.algorithms.join(' and ')} only, and the keys of this workspace are ${algorithm}. Put a gate in front of your API, or create a workspace with the algorithm ${limits.algorithms[0]}.`,
    );
  if ((numberOf(given, 'keys') ?? 0) > limits.keys)
    throw new RangeError(
      `${title} ${limits.keysReason}: at most ${limits.keys.toLocaleString('en')} keys. Put a gate in front of your API instead.`,
    );
  const revocation = numberOf(given, 'revocation');
  if (revocation !== undefined && revocation < limits.revocationSeconds)
    throw new RangeError(
      `${title} ${limits.revocationReason}, so it can't refuse a revoked key within ${revocation} s. Put a gate in front of your API for that.`,
    );
}
