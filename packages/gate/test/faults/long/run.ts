import { setTimeout as delay } from 'node:timers/promises';
import { makeRandom, type Random } from '../../../../../tools/testing/random.ts';
import { until } from '../../../../../tools/testing/until.ts';
import { type Fault, faults } from './faults.ts';
import { Rules } from './rules.ts';
import { MAX_STALE_SECONDS, makeScene, type Post, type Scene } from './scene.ts';
import { watch } from './watch.ts';

/** The result of a run. */
export interface Outcome {
  readonly seed: number;
  readonly answers: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly keys: number;
  readonly faults: number;
}

/** The duration, the seed, and where to log. */
export interface RunOptions {
  readonly seed: number;
  readonly milliseconds: number;
  readonly say: (line: string) => void;
}

const SETTLE_MS = 30_000;
const CALM_MS = 4_000;
const MOST_AT_ONCE = 3;
const MOST_KEYS = 400;

interface Active {
  readonly fault: Fault;
  readonly post: Post;
  readonly endsAt: number;
  readonly end: () => Promise<void>;
}

/**
 * Runs a random sequence of faults and changes of keys while two gates are queried all the time, and checks
 * every answer against the rules. The same seed gives the same sequence; the exact timing depends on the
 * machine.
 *
 * @throws Error naming the broken rule, the last steps and the seed.
 */
export async function runFaults({ seed, milliseconds, say }: RunOptions): Promise<Outcome> {
  const random = makeRandom(seed);
  const rules = new Rules(MAX_STALE_SECONDS);
  const scene = await makeScene();
  const steps: string[] = [];
  const step = (text: string): void => {
    steps.push(text);
    say(text);
  };
  const watching = watch(scene, rules, makeRandom(seed + 1));
  let begun = 0;
  try {
    for (let n = 0; n < 5; n += 1) scene.model.issued(await scene.house.issue());
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      begun += await trouble(scene, random, step, Math.min(end, performance.now() + 20_000), watching.failed);
      await calm(scene, rules, random, step, watching.failed);
    }
    return {
      seed,
      answers: rules.answers,
      codes: Object.fromEntries(rules.codes),
      keys: scene.model.keys.length,
      faults: begun,
    };
  } catch (error) {
    const last = steps.slice(-25).join('\n  ');
    throw new Error(`${(error as Error).message}\nSeed ${seed}. The last steps:\n  ${last}`, {
      cause: error,
    });
  } finally {
    await watching.stop();
    await scene.end();
  }
}

/**
 * Faults begin and end, up to three at once, while keys change.
 *
 * @returns How many faults there were.
 */
async function trouble(
  scene: Scene,
  random: Random,
  step: (text: string) => void,
  until: number,
  failed: () => void,
): Promise<number> {
  const active: Active[] = [];
  let begun = 0;
  const endOne = async (one: Active): Promise<void> => {
    active.splice(active.indexOf(one), 1);
    step(`over: ${one.fault.name} (${one.post.name})`);
    await one.end();
  };
  try {
    while (performance.now() < until) {
      failed();
      for (const one of [...active]) if (performance.now() >= one.endsAt) await endOne(one);
      const fault = random.pick(faults);
      const post = random.pick(scene.posts);
      const lasts = random.whole(200, 2 * MAX_STALE_SECONDS * 1_000);
      const taken = active.some(
        (one) => one.fault.target === fault.target && (fault.target === 'authority' || one.post === post),
      );
      if (random.next() < 0.4 && !taken && active.length < MOST_AT_ONCE) {
        step(`${fault.name} (${post.name}), for ${lasts} ms`);
        begun += 1;
        const end = await fault.begin(scene, post, random);
        active.push({ fault, post, endsAt: performance.now() + lasts, end });
      } else if (!active.some((one) => one.fault.target === 'authority')) {
        await changeOne(scene, random, step);
      }
      await delay(random.whole(20, 400));
    }
  } finally {
    for (const one of [...active]) await endOne(one);
  }
  return begun;
}

/** All faults have ended: the gates recover without help, and soon every answer must be right. */
async function calm(
  scene: Scene,
  rules: Rules,
  random: Random,
  step: (text: string) => void,
  failed: () => void,
): Promise<void> {
  step('calm');
  const began = performance.now();
  for (const { name, gate } of scene.posts) {
    await until(`${name} knows every key`, SETTLE_MS, async () => {
      failed();
      // A key that is only valid until the set becomes stale may still be refused briefly.
      const age = (await gate?.metric('lostwax_gate_set_age_seconds')) ?? Infinity;
      if (age * 1_000 > performance.now() - began) return false;
      for (const { token, state } of scene.model.keys) {
        const code = await gate?.code(token);
        if (code !== (state === 'good' ? 'accepted' : 'key_unknown')) return false;
      }
      return true;
    });
  }
  rules.calmSince = performance.now();
  const end = performance.now() + CALM_MS;
  while (performance.now() < end) {
    await changeOne(scene, random, step);
    await delay(random.whole(100, 500));
    failed();
  }
  rules.calmSince = undefined;
}

async function changeOne(
  { house, model }: Scene,
  random: Random,
  step: (text: string) => void,
): Promise<void> {
  const chance = random.next();
  const good = model.in('good');
  const disabled = model.in('disabled');
  const act = (id: string, name: string) =>
    house.authority.call('POST', `/v1/workspaces/acme/keys/${id}/${name}`, {});
  if ((chance < 0.4 || good.length < 4) && model.keys.length < MOST_KEYS) {
    step(`issued ${model.issued(await house.issue()).id}`);
  } else if (chance < 0.5 && disabled.length > 0) {
    const key = random.pick(disabled);
    await model.change(key, 'good', () => act(key.id, 'enable'));
    step(`enabled ${key.id}`);
  } else if (good.length > 1) {
    const key = random.pick(good);
    const name = chance < 0.7 ? 'disable' : 'revoke';
    await model.change(key, name === 'disable' ? 'disabled' : 'ended', () => act(key.id, name));
    step(`${name}d ${key.id}`);
  }
}
