import { type Gateway, type GivenOptions, gateways } from '../../packages/gateways/src/index.ts';

const workspace = { issuer: 'https://keys.example.com/acme', audience: 'acme', prefix: 'acme' };

/** The numbers that the configuration of a gateway can be made for. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * Finds what `lostwax gateway <name>` accepts, by asking it. It accepts every number between two that it accepts.
 *
 * @param option - Takes a number.
 * @throws Error if it accepts neither end of the range that the option has.
 */
export function acceptedBounds(name: string, option: 'keys' | 'revocation', given: GivenOptions): Bounds {
  const gateway = gateways.find((it) => it.name === name);
  const own = gateway?.options.find((it) => it.name === option);
  if (gateway === undefined || own?.kind !== 'number') throw new Error(`${name} has no number ${option}.`);
  const accepts = (value: number): boolean => isAccepted(gateway, { ...given, [option]: String(value) });
  const { least, most } = own;
  if (accepts(least)) return { least, most: lastAccepted(least, most, accepts) };
  if (accepts(most)) return { least: -lastAccepted(-most, -least, (value) => accepts(-value)), most };
  throw new Error(`${name} accepts no ${option}.`);
}

/** @param first - Accepted. */
function lastAccepted(first: number, end: number, accepts: (value: number) => boolean): number {
  if (accepts(end)) return end;
  let [yes, no] = [first, end];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (accepts(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function isAccepted({ render, example }: Gateway, given: GivenOptions): boolean {
  try {
    render(workspace, { upstream: example?.upstream ?? '10.0.0.5:8080', mode: 'jwt', ...given });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
