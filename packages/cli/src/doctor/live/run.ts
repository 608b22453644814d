import { keySetUrl } from '@lostwax/core';
import { forgeriesOf } from './forgeries.ts';
import { headers } from './identity.ts';
import { keyAlgorithm, keySetSize } from './key-set.ts';
import { broken, inSeconds, type LiveTask, type Measured, mustRefuse, ok } from './measured.ts';
import { publishedSet } from './published-set.ts';
import { missingKey, otherWorkspace, preflight, upload } from './requests.ts';
import { refused } from './target.ts';
import { expiry, outage, revocation } from './waits.ts';

/** Measures a live gateway. Ends early if no good key passes, since then no refusal proves anything. */
export async function measure(task: LiveTask): Promise<readonly Measured[]> {
  const { target, keys, workspace, limitMs, progress } = task;
  progress('Sending a request without a key');
  const missing = await target.ask({});
  const found = [missingKey(missing)];
  const key = await keys.issue(workspace);
  progress('Waiting until a new key works');
  const activated = await target.untilAccepted(key.token, limitMs);
  if (activated === undefined) {
    const next =
      'Check the issuer and that the gateway can reach the authority or the gate. Nothing else could be checked.';
    return [...found, broken('activation', `A new key is still refused after ${inSeconds(limitMs)}`, next)];
  }
  found.push(ok('activation', `A new key works after ${inSeconds(activated)}`, activated));
  if (!refused(missing)) return found;
  progress('Trying forged tokens');
  for (const [id, what, token] of forgeriesOf(key.token))
    found.push(mustRefuse(id, what, await target.withKey(token)));
  found.push(await otherWorkspace(task));
  progress('Trying headers, an upload and a preflight');
  for (const one of await headers(target, key)) found.push(one);
  found.push(await upload(target, key), await preflight(target, task.origin), await expiry(task));
  const set = await keys.keySetOf(workspace);
  found.push(keySetSize(set), keyAlgorithm(set.algorithm));
  for (const one of await publishedSet(keySetUrl(set.issuer))) found.push(one);
  if (task.outage !== undefined) found.push(await outage(task, task.outage, key));
  for (const one of await revocation(task, key, await keys.isLast(key))) found.push(one);
  progress(undefined);
  return found;
}
