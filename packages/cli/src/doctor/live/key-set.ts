import type { AlgorithmName } from '@lostwax/core';
import { keySetBytes, readersThatRefuse } from '@lostwax/gateways';
import { type Measured, ok, unknown } from './measured.ts';
import type { KeySetOf } from './probe-keys.ts';

/** Whether some reader of key sets refuses this one. The doctor can't see whether the gateway is one of them. */
export function keySetSize({ keys, ...shape }: KeySetOf): Measured {
  const id = 'key-set-size';
  const size = `The key set has ${keys.toLocaleString('en')} key${keys === 1 ? '' : 's'}, ${kilobytes(keySetBytes(keys, shape))} in one document`;
  const refusing = readersThatRefuse(keys, shape);
  if (refusing.length === 0) return ok(id, size);
  return unknown(
    id,
    `${size}: too large for ${refusing.join(', ')}`,
    'If your gateway is one of these, put a gate in front of your API. A gate and pins have no such limit.',
  );
}

const onlyRs256 = ['AWS HTTP APIs', 'AWS Application Load Balancers', "APISIX's openid-connect"];
/** What can't check keys of an algorithm, by their documentation and source. */
const unableTo: Readonly<Record<AlgorithmName, readonly string[]>> = {
  RS256: [],
  ES256: onlyRs256,
  EdDSA: [
    ...onlyRs256,
    ...[
      'AWS REST APIs',
      "HAProxy's jwt_verify",
      'mod_auth_openidc of Debian',
      'Oathkeeper',
      'njs before 0.9.7',
    ],
  ],
};

/** Names the gateways that read key sets, but not of this algorithm. */
export function keyAlgorithm(algorithm: AlgorithmName): Measured {
  const id = 'key-algorithm';
  const unable = unableTo[algorithm];
  const what = `Keys are signed with ${algorithm}${unable.length === 0 ? '' : `, which ${unable.join(', ')} can't check`}`;
  if (algorithm !== 'EdDSA') return ok(id, what);
  const next =
    'If your gateway is one of these, put a gate in front of your API, or use a workspace of another algorithm.';
  return unknown(id, what, next);
}

function kilobytes(bytes: number): string {
  return `about ${Math.ceil(bytes / 1_000).toLocaleString('en')} kB`;
}
