import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import type { Row } from '../report.ts';
import { issue, revokeUnderLoad } from '../revocation/under-load.ts';
import type { BenchSet } from '../sets.ts';

const REVOCATIONS = 1_000;
const LIMIT_MS = 60_000;

/** How soon a gateway refuses keys that the authority has revoked, one after the other, and whether they stay refused. */
export async function revocations(
  name: string,
  authority: RunningAuthority,
  set: BenchSet,
  url: string,
): Promise<readonly Row[]> {
  const issued = await issue(authority, set, Math.min(REVOCATIONS, set.keys));
  const last = issued.at(-1)?.token ?? '';
  await until(
    'the gateway has the keys',
    LIMIT_MS,
    async () => (await ask(url, [bearer(last)])).status === 200,
  );
  return revokeUnderLoad({
    ...{ authority, set, issued, urls: [url], atATime: 1 },
    names: {
      delays: `${name}, from the revocation's response to refusal`,
      again: `${name}, refused keys that were sent again and refused again`,
    },
  });
}
