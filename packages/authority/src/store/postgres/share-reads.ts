import type { Answer, Run } from './kysely.ts';

interface Running {
  readonly answer: Promise<Answer>;
  /** Asked for while it ran. */
  next?: Promise<Answer>;
}

/**
 * Runs each prepared statement with the same values once at a time: calls during a run share the next one, which starts after they
 * were made. So many requests at once read a workspace's row once, and none sees it older than its request.
 */
export function shareReads(run: Run): Run {
  const running = new Map<string, Running>();
  const begin = (key: string, ...query: Parameters<Run>): Promise<Answer> => {
    const one: Running = { answer: run(...query) };
    running.set(key, one);
    const end = (): void => {
      if (running.get(key) === one) running.delete(key);
    };
    one.answer.then(end, end);
    return one.answer;
  };
  return (query, isBlind) => {
    const { name, values = [] } = query;
    const isSimple = values.every((value) => typeof value === 'number' || typeof value === 'string');
    if (name === undefined || !isSimple) return run(query, isBlind);
    const key = JSON.stringify([name, values]);
    const one = running.get(key);
    if (one === undefined) return begin(key, query, isBlind);
    const next = (): Promise<Answer> => begin(key, query, isBlind);
    one.next ??= one.answer.then(next, next);
    return one.next;
  };
}
