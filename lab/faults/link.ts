import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { run as runWithin } from '../../tools/peers/run.ts';
import { startProgram } from '../../tools/testing/program.ts';
import { until } from '../../tools/testing/until.ts';

const COMMAND_LIMIT_MS = 10_000;
const ip = (...args: string[]) => runWithin('ip', args, COMMAND_LIMIT_MS);

/** Why a program can't have a network of its own here, or `false`. */
export const linkSkip: string | false =
  spawnSync('unshare', ['--net', 'ip', 'link', 'add', 'type', 'veth']).status === 0
    ? false
    : 'it needs root and iproute2, on Linux';

/** A network namespace, joined to the one of this process by a pair of virtual Ethernet devices. */
export interface Link {
  /** Goes before the command line of a program that is to run in the namespace. */
  readonly through: readonly string[];
  /** Its address, as seen from here. */
  readonly address: string;
  /** Switches off the device on this side: whoever sends here gets an error. */
  down(): Promise<void>;
  /** Switches off the device on the other side: packets from here are lost without an error. */
  unplug(): Promise<void>;
  /** Loses what the namespace sends. What it receives still arrives. */
  mute(): Promise<void>;
  heal(): Promise<void>;
  /** Removes it, once the programs in it have ended. */
  close(): Promise<void>;
}

/** Creates a namespace that reaches nothing but this machine, over link-local addresses. */
export async function makeLink(): Promise<Link> {
  const holder = startProgram('unshare', ['--net', 'sleep', 'infinity']);
  const through = ['nsenter', `--target=${holder.child.pid}`, '--net'];
  const inside = (...args: string[]) =>
    runWithin('nsenter', [...through.slice(1), 'ip', ...args], COMMAND_LIMIT_MS);
  // The process exists before it has left this namespace.
  await until(
    'the namespace exists',
    COMMAND_LIMIT_MS,
    () => networkOf(holder.child.pid) !== networkOf('self'),
  );
  const device = `lw${process.pid}`;
  // Two neighbors in a block that no router passes on.
  const block = `169.254.${randomInt(1, 255)}.`;
  const [here, there] = [`${block}1`, `${block}2`];
  const peer = ['peer', 'name', 'db', 'netns', `${holder.child.pid}`];
  await ip('link', 'add', device, 'type', 'veth', ...peer);
  await ip('address', 'add', `${here}/30`, 'dev', device);
  await ip('link', 'set', device, 'up');
  await inside('address', 'add', `${there}/30`, 'dev', 'db');
  await inside('link', 'set', 'lo', 'up');
  await inside('link', 'set', 'db', 'up');
  let repair = async (): Promise<void> => {};
  return {
    through,
    address: there,
    async down() {
      await ip('link', 'set', device, 'down');
      repair = () => ip('link', 'set', device, 'up');
    },
    async unplug() {
      await inside('link', 'set', 'db', 'down');
      repair = () => inside('link', 'set', 'db', 'up');
    },
    async mute() {
      await inside('route', 'add', 'blackhole', `${here}/32`);
      repair = () => inside('route', 'delete', 'blackhole', `${here}/32`);
    },
    async heal() {
      await repair();
      repair = async () => {};
    },
    async close() {
      await ip('link', 'delete', device);
      await holder.stop('SIGKILL');
    },
  };
}

const networkOf = (process: number | string | undefined): string => readlinkSync(`/proc/${process}/ns/net`);
