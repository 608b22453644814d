import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { buildGo } from '../../../tools/testing/go.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { until } from '../../../tools/testing/until.ts';

const examples = join(import.meta.dirname, '..');
const START_LIMIT_MS = 60_000;

/** How to start an example, by its folder. */
interface Start {
  /** The program of tools/peers that it needs besides Node. */
  readonly peer?: string;
  /** Returns the command, with `folder` to build in. */
  readonly command: (
    program: string,
    folder: string,
  ) => Promise<readonly [program: string, ...args: string[]]>;
}

const node = (file: string): Start => ({ command: async () => [process.execPath, join(examples, file)] });

const go = (example: string): Start => ({
  peer: 'go',
  async command(program, folder) {
    const built = join(mkdtempSync(join(folder, 'go-')), 'app');
    await buildGo(program, join(examples, example), '.', built);
    return [built];
  },
});

const starts: Readonly<Record<string, Start>> = {
  jose: node('jose/app.ts'),
  'fast-jwt': node('fast-jwt/app.ts'),
  pyjwt: { peer: 'pyjwt', command: async (program) => [program, '-B', join(examples, 'pyjwt', 'app.py')] },
  keyfunc: go('keyfunc'),
  'go-oidc': go('go-oidc'),
  nimbus: {
    peer: 'nimbus',
    command: async (jar) => [
      'java',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      jar,
      join(examples, 'nimbus', 'App.java'),
    ],
  },
};

/** A running example. */
export interface App {
  /** The status of a request with this key. */
  ask(key: string): Promise<number>;
  stop(): Promise<void>;
}

/** An example that can be started here, or the reason why it can't. */
export async function exampleIn(folder: string): Promise<{
  skip: string | false;
  start: (issuer: string, audience: string, scratch: string) => Promise<App>;
}> {
  const { peer, command } = startOf(folder);
  const { program, skip } =
    peer === undefined ? { program: '', skip: false as const } : await peerForTests(peer);
  return {
    skip,
    async start(issuer, audience, scratch) {
      const [file, ...args] = await command(program, scratch);
      const settings = { ISSUER: issuer, AUDIENCE: audience, PORT: '0' };
      const app = startProgram(file, args, { ...process.env, ...settings });
      return appAt(await announced(folder, app), app);
    },
  };
}

function startOf(folder: string): Start {
  const found = starts[folder];
  if (found === undefined) throw new Error(`test/apps.ts does not say how to start ${folder}.`);
  return found;
}

async function announced(name: string, app: Program): Promise<string> {
  return await until(`${name} prints its address`, START_LIMIT_MS, () => {
    if (!app.running()) throw new Error(`${name} ended:\n${app.output()}`);
    return /^http:\/\/127\.0\.0\.1:\d+$/m.exec(app.output())?.[0];
  });
}

function appAt(url: string, app: Program): App {
  return {
    async ask(key) {
      const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
      await response.text();
      return response.status;
    },
    stop: () => app.stop(),
  };
}
