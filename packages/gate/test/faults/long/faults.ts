import assert from 'node:assert/strict';
import { cpSync, existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { raiseEpoch } from '@lostwax/authority';
import { EMPTY_DIGEST, parsePosition, positionText } from '@lostwax/contract';
import type { Random } from '../../../../../tools/testing/random.ts';
import { changed, type Trouble, troubles } from '../../support/front.ts';
import { type Post, type Scene, startPost, stopPost } from './scene.ts';

/** A fault. Its target has no other fault at the same time. */
export interface Fault {
  readonly name: string;
  readonly target: 'authority' | 'feed' | 'gate';
  /**
   * Starts the fault at the gate with this index (ignored for the authority), and returns a function that
   * ends it.
   */
  begin(scene: Scene, post: Post, random: Random): Promise<() => Promise<void>>;
}

const nothing = async (): Promise<void> => {};

function feedFault(name: string, troubleOf: (scene: Scene) => Trouble): Fault {
  return {
    name: `the feed ${name}`,
    target: 'feed',
    async begin(scene, { front }) {
      front.trouble = troubleOf(scene);
      front.cut();
      return async () => {
        front.trouble = undefined;
        front.cut();
      };
    },
  };
}

const flip = (body: Buffer): Buffer => {
  const copy = Buffer.from(body);
  const at = copy.length - 40;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const spoiltSnapshot =
  (spoil: (body: Buffer) => Buffer) =>
  ({ house }: Scene): Trouble =>
    changed(() => house.authority.url, '/acme/feed/snapshot', spoil);
const oldHead = ({ house }: Scene): Trouble =>
  changed(
    () => house.authority.url,
    '/acme/feed/head',
    (body) => {
      const head = JSON.parse(body.toString()) as { position: string };
      const now = parsePosition(head.position);
      assert.ok(now !== undefined, head.position);
      return Buffer.from(
        JSON.stringify({ ...head, position: positionText({ ...now, seq: 0, digest: EMPTY_DIGEST }) }),
      );
    },
  );

/** Restarts a gate from its stored set, whatever its state. */
function gateFault(
  name: string,
  signal: NodeJS.Signals,
  spoil: (folder: string, random: Random) => void,
): Fault {
  return {
    name: `a gate is ${name}`,
    target: 'gate',
    async begin(scene, post, random) {
      await stopPost(post, signal);
      if (post.cache !== undefined && existsSync(post.cache)) spoil(post.cache, random);
      return () => startPost(scene, post);
    },
  };
}

function flipSomewhere(folder: string, random: Random): void {
  const files = globSync('**/*', { cwd: folder }).map((name) => join(folder, name));
  const kept = files.filter((name) => statSync(name).isFile() && statSync(name).size > 0);
  // There is no set between losing one and loading the next.
  if (kept.length === 0) return;
  const file = random.pick(kept);
  const bytes = readFileSync(file);
  const at = random.whole(0, bytes.length - 1);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.whole(0, 7));
  writeFileSync(file, bytes);
}

/** Restores an earlier copy of the data under a higher epoch, so that the lost numbers are used again. */
const restored: Fault = {
  name: 'the authority is restored under a higher epoch',
  target: 'authority',
  async begin({ house, model }) {
    const data = house.authority.dataFolder;
    const copy = join(house.folder, 'copy');
    await house.authority.stop();
    cpSync(data, copy, { recursive: true });
    await house.restart();
    const lost = [model.issued(await house.issue()), model.issued(await house.issue())];
    for (const key of lost) {
      key.moving = true;
      key.version += 1;
    }
    await house.authority.stop('SIGKILL');
    rmSync(data, { recursive: true });
    cpSync(copy, data, { recursive: true });
    rmSync(copy, { recursive: true });
    await raiseEpoch({ data });
    await house.restart();
    for (const key of lost) await model.change(key, 'ended', nothing);
    return nothing;
  },
};

export const faults: readonly Fault[] = [
  ...Object.entries(troubles).map(([name, trouble]) => feedFault(name, () => trouble)),
  feedFault('has a flipped bit in its snapshot', spoiltSnapshot(flip)),
  feedFault(
    'ends in the middle of its snapshot',
    spoiltSnapshot((body) => body.subarray(0, -20)),
  ),
  feedFault('reports an older position', oldHead),
  {
    name: 'the authority is killed',
    target: 'authority',
    async begin({ house }) {
      await house.authority.stop('SIGKILL');
      return () => house.restart();
    },
  },
  {
    name: 'the authority hangs',
    target: 'authority',
    async begin({ house }) {
      const { child } = house.authority.program;
      child.kill('SIGSTOP');
      return async () => void child.kill('SIGCONT');
    },
  },
  restored,
  gateFault('killed', 'SIGKILL', () => {}),
  gateFault('stopped', 'SIGTERM', () => {}),
  gateFault('killed, and a bit of its set flips', 'SIGKILL', flipSomewhere),
  gateFault('killed, and its set is lost', 'SIGKILL', (folder) => rmSync(folder, { recursive: true })),
  {
    name: 'a gate is suspended',
    target: 'gate',
    async begin(_, { gate }) {
      gate?.program.child.kill('SIGSTOP');
      return async () => void gate?.program.child.kill('SIGCONT');
    },
  },
];
