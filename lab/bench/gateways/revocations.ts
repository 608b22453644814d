import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import type { Row } from '../report.ts';
import { activate } from '../revocation/activation.ts';
import { issue, type MostMilliseconds, revokeUnderLoad } from '../revocation/under-load.ts';
import type { BenchSet } from '../sets.ts';

const LIMIT_MS = 60_000;

export interface GatewayRevocations {
  /** The gateway's, for the rows. */
  readonly name: string;
  readonly authority: RunningAuthority;
  readonly set: BenchSet;
  /** Of the gateway. */
  readonly url: string;
  readonly count?: number;
  readonly atATime?: number;
  readonly most?: MostMilliseconds;
}

/** How soon a gateway accepts new keys and refuses revoked ones, and whether those stay refused. */
export async function revocations({
  name,
  authority,
  set,
  url,
  count = 1_000,
  atATime = 1,
  ...options
}: GatewayRevocations): Promise<readonly Row[]> {
  const issued = await issue(authority, set, Math.min(count, set.keys));
  for (const { token } of issued)
    await until(
      'the gateway has the keys',
      LIMIT_MS,
      async () => (await ask(url, [bearer(token)])).status === 200,
    );
  const where = { authority, set, urls: [url], atATime };
  return [
    ...(await activate({
      ...where,
      count: Math.ceil(issued.length / 4),
      name: `${name}, from a new key's response to acceptance`,
    })),
    ...(await revokeUnderLoad({
      ...{ ...where, issued, ...options },
      names: {
        delays: `${name}, from the revocation's response to refusal`,
        again: `${name}, refused keys that were sent again and refused again`,
      },
    })),
  ];
}
