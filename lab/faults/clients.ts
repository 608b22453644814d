import { setTimeout as delay } from 'node:timers/promises';
import type { RunningAuthority } from '../../tools/testing/authority.ts';
import type { Random } from '../../tools/testing/random.ts';
import type { Acknowledged, Known, State } from './acknowledged.ts';

const CLIENTS = 6;
/** Longer than an authority waits for its database in the worst case. */
const ANSWER_LIMIT_MS = 90_000;
/** Between attempts at an authority that doesn't answer. */
const PAUSE_MS = 25;
/** What an answer says if the authority is certain that it changed nothing. */
const NOTHING_CHANGED = /nothing was changed|accepts no more changes/;

/** What a client knows after a request: the answer, that nothing was changed, or nothing at all. */
type Heard = { readonly answer: unknown } | 'refused' | 'unanswered';

/** Starts clients that issue, rotate, disable, enable and revoke keys, each at a random authority. Returns a function that ends them. */
export function startClients(
  authorities: () => readonly RunningAuthority[],
  model: Acknowledged,
  random: Random,
): () => Promise<void> {
  let isRunning = true;
  const client = async (): Promise<void> => {
    while (isRunning) {
      const heard = await act(random.pick(authorities()), model, random);
      if (heard === 'unanswered') model.unanswered += 1;
      else if (heard === 'refused') model.refused += 1;
      else model.acknowledged += 1;
      if (typeof heard === 'string') await delay(PAUSE_MS);
    }
  };
  const running = Promise.all(Array.from({ length: CLIENTS }, client));
  running.catch(() => {});
  return async () => {
    isRunning = false;
    await running;
  };
}

const changes = [
  { verb: 'disable', from: ['active'], to: 'disabled' },
  { verb: 'enable', from: ['disabled'], to: 'active' },
  { verb: 'revoke', from: ['active', 'disabled'], to: 'revoked' },
] as const satisfies readonly { verb: string; from: readonly State[]; to: State }[];

async function act(authority: RunningAuthority, model: Acknowledged, random: Random): Promise<Heard> {
  const roll = random.next();
  if (roll < 0.4) return issue(authority, model);
  if (roll < 0.5) {
    const candidates = model.idle('active').filter(isNotReplaced(model));
    return candidates.length === 0
      ? issue(authority, model)
      : rotate(authority, model, random.pick(candidates));
  }
  const { verb, from, to } = random.pick(changes);
  const candidates = model.idle(...from);
  if (candidates.length === 0) return issue(authority, model);
  const key = random.pick(candidates);
  return change(authority, key, verb, to);
}

const isNotReplaced =
  (model: Acknowledged) =>
  ({ id, replacedBy }: Known): boolean =>
    replacedBy === undefined && !model.unansweredRotations.has(id);

interface Made {
  readonly key: { readonly id: string };
  readonly token: string;
}

async function issue(authority: RunningAuthority, model: Acknowledged): Promise<Heard> {
  const name = model.nextName();
  const heard = await post(authority, '/keys', { customer: 'customer-1', name });
  if (heard === 'unanswered') model.unansweredIssues.add(name);
  if (typeof heard === 'string') return heard;
  const { key, token } = heard.answer as Made;
  model.add(key.id, name, { token });
  return heard;
}

async function rotate(authority: RunningAuthority, model: Acknowledged, old: Known): Promise<Heard> {
  old.isBusy = true;
  old.isTouched = true;
  const heard = await post(authority, `/keys/${old.id}/rotate`, {});
  old.isBusy = false;
  if (heard === 'unanswered') model.unansweredRotations.add(old.id);
  if (typeof heard === 'string') return heard;
  const { key, token } = heard.answer as Made;
  model.add(key.id, old.name, { token, replaces: old.id });
  return heard;
}

async function change(authority: RunningAuthority, key: Known, verb: string, to: State): Promise<Heard> {
  key.isBusy = true;
  key.isTouched = true;
  const heard = await post(authority, `/keys/${key.id}/${verb}`, {});
  if (heard === 'unanswered') key.states = [...key.states, to];
  else if (heard !== 'refused') key.states = [to];
  key.isBusy = false;
  return heard;
}

/** @throws Error if the request was refused for a reason that no fault explains. */
async function post(authority: RunningAuthority, path: string, body: object): Promise<Heard> {
  let status: number;
  let text: string;
  try {
    const answer = await fetch(`${authority.url}/v1/workspaces/acme${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${authority.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    status = answer.status;
    text = await answer.text();
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') throw new Error(`No answer within 90 s: ${path}`);
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    return code === 'ECONNREFUSED' ? 'refused' : 'unanswered';
  }
  if (status < 300) return { answer: JSON.parse(text) };
  if (status === 503) return NOTHING_CHANGED.test(text) ? 'refused' : 'unanswered';
  throw new Error(`${path} was answered ${status}: ${text}\n${authority.program.output()}`);
}
