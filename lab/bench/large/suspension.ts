import { setTimeout as delay } from 'node:timers/promises';
import { boundRow, type Row } from '../report.ts';
import { percentile } from '../rounds.ts';
import type { LargeHouse } from './house.ts';
import { issuesUntil, repeatUntil } from './meanwhile.ts';

/** Pause between two urgent revocations. */
const REVOKE_EVERY_MILLISECONDS = 500;
const URGENT = 200;

interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

/** Suspends the customer with a tenth of the keys while others issue keys and urgently revoke some. */
export async function suspension(house: LargeHouse, keys: number): Promise<readonly Row[]> {
  const { authority, api, tenth } = house;
  const items = Array.from({ length: URGENT }, () => ({ customer: 'urgent' }));
  const urgent = (await authority.call<{ items: Issued[] }>('POST', `${api}/keys:batch`, { items })).items;
  const began = performance.now();
  let suspended = 0;
  const suspending = authority
    .call('PATCH', `${api}/customers/${tenth}`, { state: 'suspended' })
    .finally(() => {
      suspended = performance.now();
    });
  const [revocations, issues] = await Promise.all([
    repeatUntil(
      REVOKE_EVERY_MILLISECONDS,
      () => suspended > 0,
      (n) => revoke(house, urgent[n % URGENT] as Issued),
    ),
    issuesUntil(house, () => suspended > 0),
  ]);
  await suspending;
  const tenthOf = `${(keys / 10).toLocaleString('en')} of ${keys.toLocaleString('en')} keys are suspended`;
  return [
    boundRow(
      `an urgent revocation while ${tenthOf}, until the gate refuses, slowest of ${revocations.length}`,
      percentile(revocations, 1),
      'ms',
      1_000,
    ),
    boundRow(`issuing while ${tenthOf}, p99 of ${issues.length}`, percentile(issues, 0.99), 'ms', 250),
    { what: `until the response to the suspension`, value: (suspended - began) / 1_000, unit: 's' },
  ];
}

async function revoke({ authority, api, gate }: LargeHouse, { key, token }: Issued): Promise<void> {
  await authority.call('POST', `${api}/keys/${key.id}/revoke`, {});
  while ((await gate.verify(token)) !== 401) await delay(5);
}
