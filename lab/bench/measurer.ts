/** Processes that measure: each in one of its own, so that neither memory nor work of another is in its way. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that measures what it is told to, one order after the other. */
export interface Measurer<Order, Report> {
  /** @throws Error where the process could not do it; it wrote the reason to stderr. */
  ask(order: Order): Promise<Report>;
  stop(): Promise<void>;
}

const execArgv = [
  // A million key objects of a library take more than the heap that Node has by default.
  '--max-old-space-size=12288',
  // fast-jwt's about a cache by the key itself, which is in the figures as what it is.
  '--disable-warning=FAST_JWT_CACHE_KEY_BUILDER_SECURITY_RISK',
];

/**
 * Starts a measurer and waits until it has prepared itself.
 *
 * @param file - Its program, which calls {@link obey}.
 * @param setUp - What it prepares itself with; plain data.
 */
export async function startMeasurer<Order, Report>(
  file: string,
  setUp: unknown,
): Promise<Measurer<Order, Report>> {
  const child = fork(file, [JSON.stringify(setUp)], { execArgv });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = once(child, 'exit').then(() => {
    process.off('exit', killWithUs);
    throw new Error(`${file} ended. Its reason stands above.`);
  });
  ended.catch(() => {});
  const answer = async (): Promise<Report> =>
    ((await Promise.race([once(child, 'message'), ended])) as [Report])[0];
  await answer();
  return {
    ask(order) {
      child.send(order as object);
      return answer();
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}

/** The other side: prepares itself, then does what it is told until it is let go. */
export async function obey<SetUp, Order, Report>(
  prepare: (setUp: SetUp) => Promise<(order: Order) => Report | Promise<Report>>,
): Promise<void> {
  const act = await prepare(JSON.parse(process.argv[2] ?? '') as SetUp);
  process.on('message', async (order: Order) => {
    process.send?.(await act(order));
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}
