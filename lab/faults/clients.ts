import { setTimeout as delay } from 'node:timers/promises';
import type { RunningAuthority } from '../../tools/testing/authority.ts';
import type { Random } from '../../tools/testing/random.ts';
import type { Acknowledged, Known, State } from './acknowledged.ts';
import type { Clock, Deployment } from './deployment.ts';
import { type Heard, request } from './request.ts';

const CLIENTS = 6;
/** Between attempts at an authority that doesn't answer. */
const PAUSE_MS = 25;
const HOUR_MS = 3_600_000;

/** One request of a client. */
export type Act = (deployment: Deployment, model: Acknowledged, random: Random) => Promise<Heard>;

/** Starts clients, which end when the returned function is called. */
export function startClients(
  deployment: Deployment,
  model: Acknowledged,
  random: Random,
  act: Act = changeOneKey,
): () => Promise<void> {
  let isRunning = true;
  const client = async (): Promise<void> => {
    while (isRunning) {
      const heard = await act(deployment, model, random);
      if (heard === 'late' && deployment.clock === undefined) throw new Error('A key expired too early.');
      if (heard === 'unanswered') model.unanswered += 1;
      else if (typeof heard === 'string') model.refused += 1;
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

/** Issues, rotates, disables, enables or revokes a key, at a random authority. */
async function changeOneKey(
  { authorities, clock }: Deployment,
  model: Acknowledged,
  random: Random,
): Promise<Heard> {
  const authority = random.pick(authorities);
  const create = (): Promise<Heard> => issue(authority, model, clock && expiration(clock, random));
  const roll = random.next();
  if (roll < 0.4) return create();
  if (roll < 0.5) {
    const candidates = model.idle('active').filter(isNotReplaced(model));
    if (candidates.length === 0) return create();
    const body = clock === undefined ? {} : { overlapSeconds: random.pick([1, 10, 3_600, 20_000]) };
    return rotate(authority, model, random.pick(candidates), body);
  }
  const { verb, from, to } = random.pick(changes);
  const candidates = model.idle(...from);
  if (candidates.length === 0) return create();
  const key = random.pick(candidates);
  return change(authority, key, verb, to);
}

/** Half of the keys never expire, some soon, and some only by a clock that is hours ahead. */
function expiration(clock: Clock, random: Random): { readonly expiresAt?: string } {
  if (random.next() < 0.5) return {};
  const life = random.next() < 0.3 ? random.whole(2_000, 10_000) : random.whole(0.1 * HOUR_MS, 12 * HOUR_MS);
  return { expiresAt: new Date(clock.now() + life).toISOString() };
}

const isNotReplaced =
  (model: Acknowledged) =>
  ({ id, replacedBy }: Known): boolean =>
    replacedBy === undefined && !model.unansweredRotations.has(id);

interface Made {
  readonly key: { readonly id: string; readonly expiresAt: string | null };
  readonly token: string;
}

async function issue(authority: RunningAuthority, model: Acknowledged, more: object = {}): Promise<Heard> {
  const name = model.nextName();
  const heard = await request(authority, '/keys', { customer: 'customer-1', name, ...more });
  if (heard === 'unanswered') model.unansweredIssues.add(name);
  if (typeof heard === 'string') return heard;
  addTo(model, heard.answer as Made, name);
  return heard;
}

async function rotate(
  authority: RunningAuthority,
  model: Acknowledged,
  old: Known,
  body: object,
): Promise<Heard> {
  old.isBusy = true;
  old.isTouched = true;
  const heard = await request(authority, `/keys/${old.id}/rotate`, body);
  old.isBusy = false;
  if (heard === 'unanswered') model.unansweredRotations.add(old.id);
  if (typeof heard === 'string') return heard;
  addTo(model, heard.answer as Made, old.name, old.id);
  return heard;
}

function addTo(model: Acknowledged, { key, token }: Made, name: string, replaces?: string): void {
  const expiresAt = key.expiresAt === null ? undefined : Date.parse(key.expiresAt);
  model.add(key.id, name, { token, replaces, expiresAt });
}

async function change(authority: RunningAuthority, key: Known, verb: string, to: State): Promise<Heard> {
  key.isBusy = true;
  key.isTouched = true;
  const heard = await request(authority, `/keys/${key.id}/${verb}`, {});
  if (heard === 'unanswered') key.states = [...key.states, to];
  else if (typeof heard !== 'string') key.states = [to];
  key.isBusy = false;
  return heard;
}
