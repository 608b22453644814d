/** What single requests show. */
import {
  broken,
  type LiveTask,
  type Measured,
  mustRefuse,
  ok,
  statusText,
  unknown,
  warning,
} from './measured.ts';
import type { ProbeKey } from './probe-keys.ts';
import { passed, type Reply, refused, type Target } from './target.ts';

const UPLOAD_BYTES = 3 * 1024 * 1024;

/** @param reply - To a request without a key. */
export function missingKey(reply: Reply): Measured {
  const id = 'missing-key';
  if (refused(reply)) return ok(id, 'A request without a key is refused');
  const next = passed(reply)
    ? 'Anyone can call your API. Make sure that the gateway checks keys on this path.'
    : 'Expected 401. Check that the gateway, the gate and the API are running.';
  return broken(id, `A request without a key gets ${statusText(reply)}`, next);
}

export async function otherWorkspace({ otherWorkspace: other, keys, target }: LiveTask): Promise<Measured> {
  const id = 'other-workspace';
  if (other === undefined) {
    const next = 'Pass --other-workspace to try a real key of another workspace.';
    return unknown(id, 'A key of another workspace was not tried', next);
  }
  return mustRefuse(id, 'a key of another workspace', await target.withKey((await keys.issue(other)).token));
}

export async function upload(target: Target, { token }: ProbeKey): Promise<Measured> {
  const body = Buffer.alloc(UPLOAD_BYTES);
  const reply = await target.ask({ method: 'POST', headers: ['Authorization', `Bearer ${token}`], body });
  if (reply.status === 413) {
    const next = 'If your API accepts uploads of this size, raise the limit of the gateway.';
    return warning('upload', 'A 3 MB upload gets status 413', next);
  }
  if (passed(reply)) return ok('upload', 'A 3 MB upload passes');
  const next = 'With nginx, set client_max_body_size for the auth_request location too: its default is 1 MB.';
  return broken('upload', `A 3 MB upload gets ${statusText(reply)}`, next);
}

/** @param origin - Of a website that calls the API; if there is none, preflights needn't pass. */
export async function preflight(target: Target, origin: string | undefined): Promise<Measured> {
  const lines = ['Origin', origin ?? 'https://lostwax.invalid', 'Access-Control-Request-Method', 'GET'];
  const reply = await target.ask({ method: 'OPTIONS', headers: lines });
  if (passed(reply)) return ok('preflight', 'A CORS preflight passes without a key');
  const what = `A CORS preflight gets ${statusText(reply)}`;
  if (origin !== undefined) {
    const next = `Browsers cannot call the API from ${origin}. Let preflights through: docs/gateways.md.`;
    return broken('preflight', what, next);
  }
  const next =
    'Browsers on other sites cannot call the API. If they should, let preflights through and pass --origin.';
  return unknown('preflight', what, next);
}
