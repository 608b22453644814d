import type { Place } from './place.ts';
import type { FeedSource } from './source.ts';

/** Larger sets are for no gateway, and would be copied whole at each change. */
const MOST_BYTES = 16 * 1_048_576;
const AT_ONCE = 8;
/** A second in a cache, as the authority allows, rounded up. */
const MOST_AGE_SECONDS = 2;
const ANSWER_MILLISECONDS = 60_000;

const documents: readonly string[] = [
  'jwks.json',
  ...Array.from({ length: 256 }, (_, shard) => `jwks/${shard.toString(16).padStart(2, '0')}.json`),
].map((name) => `.well-known/${name}`);

/** Copies of a workspace's key set and its 256 shards, under the paths that they have at the authority. */
export class KeySets {
  readonly #source: FeedSource;
  readonly #place: Place;
  readonly #folder: string;
  readonly #tags = new Map<string, string>();

  constructor(source: FeedSource, place: Place, folder: string) {
    this.#source = source;
    this.#place = place;
    this.#folder = folder;
  }

  /**
   * Copies the documents that have changed since the last time.
   *
   * @throws Error if one of them comes from memory or a cache, and may lack what has been revoked since.
   */
  async update(): Promise<void> {
    const waiting = documents.values();
    const work = Array.from({ length: AT_ONCE }, async () => {
      for (const name of waiting) await this.#copy(name);
    });
    await Promise.all(work);
  }

  async #copy(name: string): Promise<void> {
    const tag = this.#tags.get(name);
    const response = await this.#source.fetch(`/${name}`, ANSWER_MILLISECONDS, {
      headers: {
        'accept-encoding': 'identity',
        'cache-control': `max-age=${MOST_AGE_SECONDS}`,
        ...(tag !== undefined && { 'if-none-match': tag }),
      },
    });
    const age = Number(response.headers.get('age'));
    if (age > MOST_AGE_SECONDS) {
      await response.body?.cancel();
      throw new Error(
        `${name} is ${age} s old: the replica that answered is cut off from its database, or a cache keeps key sets for too long.`,
      );
    }
    if (response.status === 304) return;
    const file = `${this.#folder}/${name}`;
    if (Number(response.headers.get('content-length')) > MOST_BYTES) {
      await response.body?.cancel();
      // A copy that is no longer updated would accept revoked keys.
      await this.#place.remove(file);
    } else {
      const bytes = Buffer.from(await response.arrayBuffer());
      await this.#place.write(file, bytes, 'current', 'application/json');
    }
    const etag = response.headers.get('etag');
    if (etag !== null) this.#tags.set(name, etag);
  }
}
