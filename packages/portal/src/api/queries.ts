import { QueryClient } from '@tanstack/react-query';
import { isLostConnection } from './errors.ts';

const LONGEST_WAIT_MS = 5_000;
const MOST_REPEATS = 2;

/**
 * Reads are repeated: without end while the connection is lost, so that a page fills itself when it comes back; not at all when
 * the authority has refused. Writes are not: a person decides, and the Idempotency-Key keeps a repeat from making a second key.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 2_000,
        retry: (failures, error) => isLostConnection(error) || (isOurFault(error) && failures < MOST_REPEATS),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, LONGEST_WAIT_MS),
      },
      // A mutation's answer may contain a new key, so it is dropped with its screen.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  });
}

function isOurFault(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && Number(error.status) >= 500;
}
