import { type Address, addressText } from '../address.ts';

/** What a configuration that asks a gate is made from. */
export interface ByGateOptions {
  /** The API, plain HTTP. */
  readonly upstream: Address;
  /** Where the gateway accepts requests. `127.0.0.1:8000` by default. */
  readonly listen?: Address | undefined;
  /** Where the gate is. `127.0.0.1:7421` by default. */
  readonly gate?: Address | undefined;
  readonly mode?: 'jwt' | 'gate' | undefined;
}

/** The addresses as a configuration writes them. */
export interface ByGateAddresses {
  readonly upstream: string;
  readonly listen: string;
  readonly gate: string;
}

/** @throws RangeError where the gateway is to check keys by itself. */
export function settle(title: string, options: ByGateOptions): ByGateAddresses {
  if (options.mode === 'jwt')
    throw new RangeError(`${title} asks a gate about each request. Choose the mode "gate".`);
  const local = (port: number): Address => ({ host: '127.0.0.1', port });
  return {
    upstream: addressText(options.upstream),
    listen: addressText(options.listen ?? local(8_000)),
    gate: addressText(options.gate ?? local(7_421)),
  };
}
