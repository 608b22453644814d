import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './random.ts';
import type { Rules } from './rules.ts';
import type { Post, Scene } from './scene.ts';

/** Those who ask the gates all the time. */
export interface Watching {
  /** @throws what the first of them found wrong. */
  failed(): void;
  stop(): Promise<void>;
}

const PAUSE_MS = 8;

/** Asks every gate, one question after the other, for keys of the model, those that changed last most of all. */
export function watch({ posts, model }: Scene, rules: Rules, random: Random): Watching {
  let error: unknown;
  let stopped = false;

  async function askOne(post: Post): Promise<void> {
    const { gate, generation } = post;
    if (gate === undefined || model.keys.length === 0) return;
    const key = random.next() < 0.5 ? random.pick(model.keys) : random.pick(recent());
    const before = { ...key };
    const askedAt = performance.now();
    let code: string;
    try {
      code = await gate.code(key.token);
    } catch (failure) {
      // Of one that was stopped meanwhile nothing else can be expected.
      if (post.generation !== generation || stopped) return;
      throw failure;
    }
    rules.take({ gate: post.name, before, key, code, askedAt });
  }

  const recent = () => model.keys.toSorted((a, b) => b.changedAt - a.changedAt).slice(0, 6);

  const all = posts.map(async (post) => {
    while (!stopped && error === undefined) {
      try {
        await askOne(post);
      } catch (failure) {
        error ??= failure;
      }
      await delay(PAUSE_MS);
    }
  });
  return {
    failed() {
      if (error !== undefined) throw error;
    },
    async stop() {
      stopped = true;
      // One that is suspended answers when it is let go, or killed.
      for (const { gate } of posts) gate?.program.child.kill('SIGCONT');
      await Promise.all(all);
    },
  };
}
