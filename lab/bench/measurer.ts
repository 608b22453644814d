/** Measuring processes: each measurement runs in its own process, so that another's memory or work can't affect it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that takes measurements on request, one after the other. */
export interface Measurer<Order, Report> {
  readonly pid: number;
  /** @throws Error with the reason if the measurement failed. The process then ends. */
  ask(order: Order): Promise<Report>;
  stop(): Promise<void>;
}

const execArgv = [
  // A million key objects of a library need more than Node's default heap.
  '--max-old-space-size=12288',
  // fast-jwt's warning about caching by the key itself; the figures already account for it.
  '--disable-warning=FAST_JWT_CACHE_KEY_BUILDER_SECURITY_RISK',
];

/**
 * Starts a measurer and waits until it has set itself up.
 *
 * @param file - Its program, which calls {@link obey}.
 * @param setUp - Its setup parameters; plain data.
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
    throw new Error(`${file} ended. The reason is above.`);
  });
  ended.catch(() => {});
  const answer = async (): Promise<Report> => {
    const [heard] = (await Promise.race([once(child, 'message'), ended])) as [Heard<Report>];
    if (!('failure' in heard)) return heard.report;
    // It ends here rather than by itself, so that its message can't be overtaken by its end.
    child.kill('SIGKILL');
    throw new Error(heard.failure);
  };
  await answer();
  return {
    pid: child.pid as number,
    ask(order) {
      // It may have ended since its last answer.
      if (child.connected) child.send(order as object);
      return answer();
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}

/** What a measurer sends back. */
type Heard<Report> = { readonly report: Report } | { readonly failure: string };

/** The other side: sets itself up, then answers orders until one fails or it is disconnected. */
export async function obey<SetUp, Order, Report>(
  prepare: (setUp: SetUp) => Promise<(order: Order) => Report | Promise<Report>>,
): Promise<void> {
  const act = await prepare(JSON.parse(process.argv[2] ?? '') as SetUp);
  process.on('message', async (order: Order) => {
    try {
      process.send?.({ report: await act(order) });
    } catch (error) {
      process.send?.({ failure: error instanceof Error ? error.message : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ report: 'ready' });
}
