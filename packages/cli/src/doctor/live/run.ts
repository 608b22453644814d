import { exec } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { forgeriesOf } from './forgeries.ts';
import type { ProbeKey, ProbeKeys } from './probe-keys.ts';
import { passed, refused, type Target } from './target.ts';

export type Result = 'ok' | 'broken' | 'warning' | 'unknown';

/** One thing that was measured. */
export interface Measured {
  readonly id: string;
  readonly result: Result;
  readonly what: string;
  /** Why it matters and what to do next; empty if all is well. */
  readonly next: string;
  readonly millis?: number;
}

export interface LiveTask {
  readonly target: Target;
  readonly keys: ProbeKeys;
  readonly workspace: string;
  readonly otherWorkspace: string | undefined;
  /** Within which a revoked key must be refused. */
  readonly promiseMs: number;
  /** After which a measurement gives up. */
  readonly limitMs: number;
  /** Shell commands that stop and start the authority. */
  readonly outage: { readonly stop: string; readonly start: string } | undefined;
  readonly progress: (text: string | undefined) => void;
}

const MEGABYTES_3 = 3 * 1024 * 1024;
const EXPIRY_SECONDS = 5;
const run = promisify(exec);
const inSeconds = (millis: number): string => `${(millis / 1_000).toFixed(1)} s`;
const ok = (id: string, what: string): Measured => ({ id, result: 'ok', what, next: '' });

/** Measures a live gateway. Ends early if no good key passes, since then no refusal proves anything. */
export async function measure(task: LiveTask): Promise<readonly Measured[]> {
  const { target, keys, workspace, limitMs, progress } = task;
  const found: Measured[] = [];
  progress('Sending a request without a key');
  const missing = await target.ask({});
  found.push(
    refused(missing)
      ? ok('missing-key', 'A request without a key is refused')
      : {
          ...{
            id: 'missing-key',
            result: 'broken',
            what: `A request without a key gets ${statusText(missing.status)}`,
          },
          next: passed(missing)
            ? 'Anyone can call your API. Check that this path is covered by the check of keys.'
            : 'Expected 401. Check that the gateway, the gate and the API are running.',
        },
  );
  const key = await keys.issue(workspace);
  progress('Waiting until a new key works');
  const activated = await target.untilAccepted(key.token, limitMs);
  if (activated === undefined) {
    const next =
      'Check the issuer and that the gateway can reach the authority or the gate. Nothing else could be checked.';
    const what = `A new key is still refused after ${inSeconds(limitMs)}`;
    return [...found, { id: 'activation', result: 'broken', what, next }];
  }
  found.push({ ...ok('activation', `A new key works after ${inSeconds(activated)}`), millis: activated });
  if (!refused(missing)) return found;
  progress('Trying forged tokens');
  for (const [id, what, token] of forgeriesOf(key.token))
    found.push(mustRefuse(id, what, await target.withKey(token)));
  found.push(await otherWorkspace(task));
  progress('Trying headers, an upload and a preflight');
  for (const one of await headers(target, key)) found.push(one);
  found.push(await upload(target, key), await preflight(target));
  found.push(await expiry(task));
  if (task.outage !== undefined) found.push(await outage(task, task.outage, key));
  const last = await keys.isLast(key);
  progress('Waiting until a revoked key is refused');
  await keys.revoke(key);
  for (const one of revocation(task, last, await target.untilRefused(key.token, limitMs))) found.push(one);
  progress(undefined);
  return found;
}

function statusText(status: number): string {
  return status === 0 ? 'no answer' : `status ${status}`;
}

function mustRefuse(
  id: string,
  what: string,
  reply: { readonly status: number; readonly body: string },
): Measured {
  if (refused(reply)) return ok(id, `Refused: ${what}`);
  const next = 'The gateway must answer 401. Compare its configuration with what "lostwax gateway" prints.';
  return {
    id,
    result: passed(reply) ? 'broken' : 'warning',
    what: `${statusText(reply.status)} for ${what}`,
    next,
  };
}

async function otherWorkspace({ otherWorkspace: other, keys, target }: LiveTask): Promise<Measured> {
  const id = 'other-workspace';
  if (other === undefined) {
    const next = 'Pass --other-workspace to try a real key of another workspace.';
    return { id, result: 'unknown', what: 'A key of another workspace was not tried', next };
  }
  return mustRefuse(id, 'a key of another workspace', await target.withKey((await keys.issue(other)).token));
}

/** Needs an API that answers with the headers it received. */
async function headers(target: Target, { token }: ProbeKey): Promise<readonly Measured[]> {
  const [echo, spoofed] = [`echo-${randomUUID()}`, `spoofed-${randomUUID()}`];
  const names = ['X-Lostwax-Subject', 'x-lostwax-key-id', 'X-Lostwax-Scope', 'x_lostwax_subject'];
  const spoof = names.flatMap((name) => [name, spoofed]);
  const authorization = ['Authorization', `Bearer ${token}`];
  const { body } = await target.ask({ headers: [...authorization, 'X-Lostwax-Doctor', echo, ...spoof] });
  const twice = mustRefuse(
    'two-keys',
    'two keys in one request',
    await target.ask({
      headers: [...authorization, 'Authorization', 'Bearer other'],
    }),
  );
  if (!body.includes(spoofed) && !body.includes(echo)) {
    const next =
      'Use a URL whose response contains the request headers (an echo service behind the same gateway).';
    return [
      {
        id: 'identity-headers',
        result: 'unknown',
        what: 'Identity headers: the API does not echo headers',
        next,
      },
      twice,
    ];
  }
  const identity: Measured = body.includes(spoofed)
    ? {
        ...{ id: 'identity-headers', result: 'broken', what: 'A client can set x-lostwax-… headers itself' },
        next: 'Clients can pretend to be another customer. Make the gateway remove or replace these headers.',
      }
    : ok('identity-headers', 'x-lostwax-… headers of a client do not reach the API');
  const forwarded: Measured = body.includes(token)
    ? {
        ...{ id: 'key-forwarded', result: 'warning', what: 'The key reaches your API' },
        next: 'It can end up in logs. Make the gateway remove it.',
      }
    : ok('key-forwarded', 'The key does not reach the API');
  return [identity, forwarded, twice];
}

async function upload(target: Target, { token }: ProbeKey): Promise<Measured> {
  const asked = {
    method: 'POST',
    headers: ['Authorization', `Bearer ${token}`],
    body: Buffer.alloc(MEGABYTES_3),
  };
  const reply = await target.ask(asked);
  const { status } = reply;
  if (passed(reply) && status !== 413) return ok('upload', 'A 3 MB upload passes');
  const next = 'With nginx, set client_max_body_size for the location of the check too.';
  return { id: 'upload', result: 'warning', what: `A 3 MB upload gets ${statusText(status)}`, next };
}

async function preflight(target: Target): Promise<Measured> {
  const headers = ['Origin', 'https://lostwax.invalid', 'Access-Control-Request-Method', 'GET'];
  const reply = await target.ask({ method: 'OPTIONS', headers });
  if (passed(reply)) return ok('preflight', 'A CORS preflight passes without a key');
  const next = 'Browsers on other sites cannot call the API. If they should, let preflights through.';
  return {
    id: 'preflight',
    result: 'unknown',
    what: `A CORS preflight gets ${statusText(reply.status)}`,
    next,
  };
}

async function expiry({ keys, workspace, target, limitMs, progress }: LiveTask): Promise<Measured> {
  progress('Waiting until an expired key is refused');
  const key = await keys.issue(workspace, EXPIRY_SECONDS);
  const expires = performance.now() + EXPIRY_SECONDS * 1_000;
  if ((await target.untilAccepted(key.token, EXPIRY_SECONDS * 1_000)) === undefined) {
    const next = 'New keys take longer than that to work here, so this proves nothing.';
    return {
      id: 'expiration',
      result: 'unknown',
      what: `Expiration: a key of ${EXPIRY_SECONDS} s never worked`,
      next,
    };
  }
  const left = Math.max(0, expires - performance.now());
  const refusedAfter = await target.untilRefused(key.token, left + limitMs);
  if (refusedAfter === undefined) {
    const next = 'Check that the gateway checks exp and caches no decisions.';
    return {
      id: 'expiration',
      result: 'broken',
      what: `An expired key works for more than ${inSeconds(limitMs)}`,
      next,
    };
  }
  const millis = Math.max(0, refusedAfter - left);
  return { ...ok('expiration', `An expired key is refused after ${inSeconds(millis)}`), millis };
}

async function outage(
  { target, limitMs, progress }: LiveTask,
  { stop, start }: { readonly stop: string; readonly start: string },
  key: ProbeKey,
): Promise<Measured> {
  progress('Stopping the authority');
  const id = 'authority-outage';
  try {
    await run(stop);
    const unchecked = await target.ask({});
    if (passed(unchecked)) {
      const next =
        'While the authority is down, anyone can call your API. Look for failure_mode_allow or similar.';
      return { id, result: 'broken', what: 'Without the authority, requests pass without a key', next };
    }
    const start = performance.now();
    while (performance.now() - start < limitMs)
      if (!passed(await target.withKey(key.token))) {
        const millis = performance.now() - start;
        return { ...ok(id, `Without the authority, keys work for ${inSeconds(millis)}`), millis };
      }
    const next = 'Revoked keys work that long too. Envoy has no limit; a gate has --max-stale.';
    return {
      id,
      result: 'warning',
      what: `Without the authority, keys still work after ${inSeconds(limitMs)}`,
      next,
    };
  } finally {
    await run(start);
  }
}

function revocation(
  { promiseMs, limitMs }: LiveTask,
  last: boolean,
  millis: number | undefined,
): readonly Measured[] {
  const late = millis === undefined || millis > promiseMs;
  const measured = millis === undefined ? {} : { millis };
  const what =
    millis === undefined
      ? `A revoked key still works after ${inSeconds(limitMs)}`
      : `A revoked key is refused after ${inSeconds(millis)}`;
  const next = `Expected within ${inSeconds(promiseMs)}. Look for a cache of keys or decisions, or a long refresh interval: lostwax doctor --config FILE.`;
  const lastNext =
    'The workspace has other keys. To check this, use a workspace without any and a gateway for it.';
  const empty = 'An empty key set may count as a failed fetch. Publish the key set with its placeholder key.';
  return [
    { id: 'revocation', result: late ? 'broken' : 'ok', what, next: late ? next : '', ...measured },
    last
      ? millis === undefined
        ? {
            id: 'last-key',
            result: 'broken',
            what: 'The last key of a workspace cannot be revoked',
            next: empty,
          }
        : ok('last-key', 'The last key of the workspace is refused after it was revoked')
      : {
          id: 'last-key',
          result: 'unknown',
          what: 'Revoking the last key of a workspace was not tried',
          next: lastNext,
        },
  ];
}
