import { randomBytes } from 'node:crypto';
import { makeKeyId, parseToken } from '@lostwax/core';
import { type Load, withKey } from '../load/load.ts';
import { atMostTimesRow, type Row } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet } from '../sets.ts';

const GOOD_PER_SECOND = 2_000;
const FLOOD_PER_SECOND = 10_000;
/** Distinct unknown keys; the gate caches nothing about any of them. */
const UNKNOWN = 20_000;

/** Whether a flood of unknown keys slows good traffic more than the same amount of good traffic would. */
export async function flood(
  load: Load,
  url: string,
  set: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const good = { requests: [withKey(set.token)], status: 200 };
  const unknown = Array.from({ length: UNKNOWN }, () => withKey(unknownKey(set)));
  const part = { ...good, perSecond: GOOD_PER_SECOND };
  const beside = (requests: readonly string[], status: number) => async () =>
    (
      await load.ask({
        url,
        milliseconds,
        connections: 256,
        part,
        beside: { requests, status, perSecond: FLOOD_PER_SECOND },
      })
    ).p99 / 1_000;
  const measures = [beside(unknown, 401), beside(good.requests, 200)];
  await medians(measures, 1);
  const [flooded = Number.NaN, busy = Number.NaN] = await medians(measures);
  const peer = { what: 'under 10,000 more valid ones per second', value: busy };
  return [
    atMostTimesRow(
      'p99 of 2,000 valid requests per second under 10,000 unknown keys per second',
      flooded,
      'ms',
      peer,
      1.2,
    ),
  ];
}

/** As similar to a valid key as possible, so that the gate does the most work: only its pin isn't in the set. */
function unknownKey({ token, prefix }: BenchSet): string {
  const { keyId } = parseToken(token);
  const other = makeKeyId(prefix);
  const parts = token
    .split('.', 2)
    .map((part) => Buffer.from(part, 'base64url').toString().replaceAll(keyId, other))
    .map((text) => Buffer.from(text).toString('base64url'));
  return [...parts, randomBytes(64).toString('base64url')].join('.');
}
