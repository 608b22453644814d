/** The key set as it is published. Something between the authority and a reader of it may change how it arrives. */
import { broken, inSeconds, type Measured, ok, unknown, warning } from './measured.ts';

const ANSWER_LIMIT_MS = 10_000;
/** AWS gives up after this. */
const SOON_MS = 1_500;
/** More is not read here. */
const MOST_BYTES = 32 * 1024 * 1024;

interface Jwk {
  readonly [member: string]: unknown;
}

/**
 * Fetches a key set as a gateway does, and names what gateways and JWT libraries refuse.
 *
 * @param url - Of the whole set.
 */
export async function publishedSet(url: string): Promise<readonly Measured[]> {
  const began = performance.now();
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    if (Number(answer.headers.get('content-length')) > MOST_BYTES) {
      await answer.body?.cancel();
      return [answered(answer, performance.now() - began), tooLarge];
    }
    const text = await answer.text();
    return [answered(answer, performance.now() - began), keysIn(text)];
  } catch (error) {
    const next = `Gateways must reach ${url}. Run the doctor where they run.`;
    return [unknown('key-set-answer', `The key set could not be fetched: ${(error as Error).message}`, next)];
  }
}

const tooLarge = unknown('key-set-keys', 'The keys of the key set were not checked: it is over 32 MiB', '');

function answered({ status, headers }: Response, millis: number): Measured {
  const id = 'key-set-answer';
  const type = headers.get('content-type') ?? 'no type';
  const next =
    'Some gateways and libraries then refuse every key. Look at what is between them and the authority.';
  if (status !== 200) return broken(id, `The key set is answered with status ${status}`, next);
  if (!/^application\/(?:jwk-set\+)?json\b/.test(type))
    return broken(id, `The key set is answered as ${type}`, next);
  if (millis > SOON_MS)
    return warning(id, `The key set arrives after ${inSeconds(millis)}`, 'AWS gives up after 1.5 s.');
  return ok(id, `The key set arrives after ${inSeconds(millis)}`, millis);
}

function keysIn(text: string): Measured {
  const id = 'key-set-keys';
  const keys = parsed(text);
  const fault = keys === undefined ? 'is not a key set' : faultOf(keys);
  if (fault === undefined) return ok(id, 'Every key in the key set has what gateways look for');
  const next =
    'Publish it as the authority does. Gateways refuse such a set, or a key in it, or check the wrong one.';
  return broken(id, `The published document ${fault}`, next);
}

function parsed(text: string): readonly Jwk[] | undefined {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return Array.isArray(keys) ? (keys as Jwk[]) : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(keys: readonly Jwk[]): string | undefined {
  if (keys.length === 0) return 'has no key, which Envoy takes for a failed fetch';
  const lacking = ['kid', 'kty', 'alg', 'use'].find((name) =>
    keys.some((it) => typeof it[name] !== 'string'),
  );
  if (lacking !== undefined) return `has a key without "${lacking}"`;
  if (keys.some((it) => it['use'] !== 'sig')) return 'has a key that is not for signatures';
  if (keys.some((it) => 'd' in it)) return 'has a private key';
  if (new Set(keys.map((it) => it['kid'])).size < keys.length) return 'has two keys of the same ID';
  return undefined;
}
