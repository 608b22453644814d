/** What only time shows: how long the gateway takes to notice that a key or the authority has ended. */
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { broken, inSeconds, type LiveTask, type Measured, ok, unknown, warning } from './measured.ts';
import type { ProbeKey } from './probe-keys.ts';
import { passed } from './target.ts';

const EXPIRY_SECONDS = 5;
const run = promisify(exec);

export async function expiry({ keys, workspace, target, limitMs, progress }: LiveTask): Promise<Measured> {
  const id = 'expiration';
  progress('Waiting until an expired key is refused');
  const key = await keys.issue(workspace, EXPIRY_SECONDS);
  const expires = performance.now() + EXPIRY_SECONDS * 1_000;
  if ((await target.untilAccepted(key.token, EXPIRY_SECONDS * 1_000)) === undefined) {
    const next = 'New keys take longer than that to work here, so this proves nothing.';
    return unknown(id, `Expiration: a key of ${EXPIRY_SECONDS} s never worked`, next);
  }
  const left = Math.max(0, expires - performance.now());
  const refusedAfter = await target.untilRefused(key.token, left + limitMs);
  if (refusedAfter === undefined) {
    const next = 'Check that the gateway checks exp and caches no decisions.';
    return broken(id, `An expired key works for more than ${inSeconds(limitMs)}`, next);
  }
  const millis = Math.max(0, refusedAfter - left);
  return ok(id, `An expired key is refused after ${inSeconds(millis)}`, millis);
}

export async function outage(
  { target, limitMs, progress }: LiveTask,
  commands: NonNullable<LiveTask['outage']>,
  key: ProbeKey,
): Promise<Measured> {
  progress('Stopping the authority');
  const id = 'authority-outage';
  try {
    await run(commands.stop);
    if (passed(await target.ask({}))) {
      const next =
        'While the authority is down, anyone can call your API. Look for failure_mode_allow or similar.';
      return broken(id, 'Without the authority, requests pass without a key', next);
    }
    const began = performance.now();
    while (performance.now() - began < limitMs)
      if (!passed(await target.withKey(key.token))) {
        const millis = performance.now() - began;
        return ok(id, `Without the authority, keys work for ${inSeconds(millis)}`, millis);
      }
    const next =
      'Revoked keys work that long too. A gate or "lostwax pins" refuses all after --max-stale (300 s by default), Envoy never does. To measure it, pass a longer --timeout, such as 330s.';
    const what = `Without the authority, keys work for at least ${inSeconds(limitMs)}, when the measurement ended`;
    return warning(id, what, next);
  } finally {
    await run(commands.start);
  }
}

/** @param isLast - Whether it is the workspace's last key. */
export async function revocation(
  task: LiveTask,
  key: ProbeKey,
  isLast: boolean,
): Promise<readonly Measured[]> {
  const { keys, target, promiseMs, limitMs, progress } = task;
  progress('Waiting until a revoked key is refused');
  await keys.revoke(key);
  const millis = await target.untilRefused(key.token, limitMs);
  return [revoked(millis, promiseMs, limitMs), isLast ? lastKey(millis !== undefined) : lastKeyNotTried];
}

function revoked(millis: number | undefined, promiseMs: number, limitMs: number): Measured {
  const next = `Expected within ${inSeconds(promiseMs)}. Look for a cache of keys or decisions, or a long refresh interval: lostwax doctor --config FILE.`;
  if (millis === undefined)
    return broken('revocation', `A revoked key still works after ${inSeconds(limitMs)}`, next);
  const what = `A revoked key is refused after ${inSeconds(millis)}`;
  return millis > promiseMs
    ? { ...broken('revocation', what, next), millis }
    : ok('revocation', what, millis);
}

function lastKey(isRefused: boolean): Measured {
  if (isRefused) return ok('last-key', 'The last key of the workspace is refused after it was revoked');
  const next =
    'An empty key set may count as a failed fetch. Publish the key set with its sentinel, the last key in it.';
  return broken('last-key', 'The last key of a workspace cannot be revoked', next);
}

const lastKeyNotTried = unknown(
  'last-key',
  'Revoking the last key of a workspace was not tried',
  'The workspace has other keys. To check this, use a workspace without any and a gateway for it.',
);
