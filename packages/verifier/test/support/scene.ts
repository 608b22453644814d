import type { TestContext } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import type { FeedModel } from './feed-model.ts';
import { FeedServer } from './feed-server.ts';
import { type Followed, type FollowedOptions, follow } from './followed.ts';
import { type KeyWishes, type TestKey, testKey } from './keys.ts';

/** Time limit for anything that must happen. */
export const LIMIT_MS = 30_000;

/** A feed server, and verifiers that follow it. All are stopped after the test. */
export interface Scene {
  readonly server: FeedServer;
  readonly model: FeedModel;
  /** Issues a key. Streams receive it at the next `flush`. */
  issue(wishes?: Partial<KeyWishes>): TestKey;
  follow(options?: FollowedOptions): Followed;
  /** Waits until a check gives this result. */
  untilSays(followed: Followed, key: TestKey, code: string): Promise<void>;
  /** Waits for a failure with this code. */
  untilFailed(followed: Followed, code: string): Promise<void>;
}

export async function scene(test: TestContext): Promise<Scene> {
  const server = await FeedServer.start();
  test.after(() => server.stop());
  const { model } = server;
  return {
    server,
    model,
    issue(wishes = {}) {
      const key = testKey({ issuer: model.issuer, ...wishes });
      model.add(key);
      return key;
    },
    follow(options = {}) {
      const followed = follow(model.issuer, options);
      test.after(() => followed.close());
      return followed;
    },
    async untilSays(followed, key, code) {
      await until(`the key is answered with ${code}`, LIMIT_MS, () => followed.says(key.token) === code);
    },
    async untilFailed(followed, code) {
      await until(`a failure ${code}`, LIMIT_MS, () => followed.failures().includes(code));
    },
  };
}
