import { join } from 'node:path';
import { gateReady, type RunningGate, startGate } from '../../../../../tools/testing/gate.ts';
import { type Front, startFront } from '../../support/front.ts';
import { type House, makeHouse } from '../../support/house.ts';
import { Model } from './model.ts';

export const MAX_STALE_SECONDS = 3;

/** A gate, and the proxy between it and the authority. */
export interface Post {
  readonly name: string;
  readonly front: Front;
  /** The folder where it keeps its set, if it does. */
  readonly cache: string | undefined;
  /** Undefined while it is down. */
  gate: RunningGate | undefined;
  /** Number of times it was started. */
  generation: number;
}

/** One authority and two gates that follow it: one with threads, one that keeps its set on disk. */
export interface Scene {
  readonly house: House;
  readonly model: Model;
  readonly posts: readonly Post[];
  end(): Promise<void>;
}

export async function makeScene(): Promise<Scene> {
  const house = await makeHouse();
  const posts: Post[] = [];
  for (const [name, cache] of [
    ['the gate with threads', undefined],
    ['the gate with a set on disk', join(house.folder, 'kept')],
  ] as const) {
    const front = await startFront(() => house.authority.url);
    posts.push({ name, front, cache, gate: undefined, generation: 0 });
  }
  const scene: Scene = {
    house,
    model: new Model(),
    posts,
    async end() {
      for (const { gate, front } of posts) {
        gate?.program.child.kill('SIGCONT');
        await gate?.stop('SIGKILL');
        await front.stop();
      }
      await house.end();
    },
  };
  for (const post of posts) {
    await startPost(scene, post);
    await gateReady(post.gate as RunningGate);
  }
  return scene;
}

export async function startPost({ house }: Scene, post: Post): Promise<void> {
  const own = post.cache === undefined ? ['--threads', '2'] : ['--cache', post.cache];
  const flags = ['--issuer', house.issuer, '--feed', post.front.url, '--max-stale', `${MAX_STALE_SECONDS}`];
  // A gate exits at startup if its feed's address does not answer like an authority, so that trouble is
  // resumed once it runs.
  const { trouble } = post.front;
  post.front.trouble = undefined;
  post.gate = await startGate([...flags, ...own]);
  post.front.trouble = trouble;
}

/** From now on it receives no queries. */
export async function stopPost(post: Post, signal: NodeJS.Signals): Promise<void> {
  const { gate } = post;
  post.gate = undefined;
  post.generation += 1;
  await gate?.stop(signal);
}
