import { type Address, addressText } from '../address.ts';
import { gateArguments } from '../gate-command.ts';
import type { GatewayMode } from '../option.ts';

/** What a configuration that asks a gate is made from. */
export interface ByGateOptions {
  /** `<origin>/<workspace>`. */
  readonly issuer: string;
  /** The API, plain HTTP. */
  readonly upstream: Address;
  /** Where the gateway accepts requests. `127.0.0.1:8000` by default. */
  readonly listen?: Address | undefined;
  /** Where the gate is. `127.0.0.1:7421` by default. */
  readonly gate?: Address | undefined;
  readonly mode?: GatewayMode | undefined;
}

/** The addresses as a configuration writes them. */
export interface ByGateAddresses {
  readonly upstream: string;
  readonly listen: string;
  readonly gate: string;
}

/** @throws RangeError where the gateway is to check keys by itself. */
export function settle(title: string, options: ByGateOptions): ByGateAddresses {
  if (options.mode !== undefined && options.mode !== 'gate')
    throw new RangeError(`${title} asks a gate about each request. Choose the mode "gate".`);
  return {
    upstream: addressText(options.upstream),
    listen: addressText(options.listen ?? local(8_000)),
    gate: addressText(gateOf(options)),
  };
}

/** The arguments after `lostwax` that start the gate which answers on `/verify`. */
export function askedGate(options: ByGateOptions): string {
  return gateArguments(options.issuer, gateOf(options));
}

/** The arguments after `lostwax` that start the gate which passes requests on to the API itself. */
export function proxyGate(options: ByGateOptions): string {
  const { host } = gateOf(options);
  return gateArguments(options.issuer, gateOf(options), [
    `--upstream http://${addressText(options.upstream)}`,
    '--status-port 7424',
    // A gate elsewhere sees the address of the gateway's machine, which is not known here.
    ...(host === '127.0.0.1' ? ['--trust-proxy 127.0.0.1'] : []),
  ]);
}

function gateOf({ gate }: ByGateOptions): Address {
  return gate ?? local(7_421);
}

function local(port: number): Address {
  return { host: '127.0.0.1', port };
}
