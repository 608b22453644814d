import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../../../../tools/testing/random.ts';
import type { Rules } from './rules.ts';
import type { Post, Scene } from './scene.ts';

/** The clients that query the gates all the time. */
export interface Watching {
  /** @throws the first violation that they found. */
  failed(): void;
  stop(): Promise<void>;
}

const PAUSE_MS = 8;

/**
 * Queries every gate, one request after the other, for keys of the model, preferring those that changed last.
 */
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
      // Expected if the gate was stopped meanwhile.
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
      // A suspended gate answers when it is resumed or killed.
      for (const { gate } of posts) gate?.program.child.kill('SIGCONT');
      await Promise.all(all);
    },
  };
}
