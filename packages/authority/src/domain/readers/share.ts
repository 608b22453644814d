import type { Replica } from '../../store/store.ts';
import type { News, ReaderWatch } from './watch.ts';

const PAUSE_MILLISECONDS = 500;
/** A message between replicas holds less than 8,000 bytes. */
const MOST_BYTES = 7_000;

/**
 * Tells the other replicas what readers have seen here, and takes what they tell: a gate reports to whichever replica it is
 * connected to. Only the latest news of each reader is sent, twice a second.
 */
export function shareSightings(watch: ReaderWatch, replica: Replica): void {
  const waiting = new Map<string, News>();
  const tell = (): void => {
    for (const text of messagesOf([...waiting.values()])) replica.share(text);
    waiting.clear();
  };
  watch.onNews((news) => {
    const shard = news.kind === 'saw' ? (news.sighting.shard ?? '') : '';
    const reader = news.kind === 'saw' ? news.sighting.reader : news.reader;
    if (waiting.size === 0) setTimeout(tell, PAUSE_MILLISECONDS).unref();
    waiting.set(`${news.kind} ${reader} ${shard}`, news);
  });
  replica.onShared((text) => {
    for (const news of JSON.parse(text) as readonly News[]) watch.take(news);
  });
}

/** As few messages as possible. News that fits in none is left out: what a gate refused can be long. */
function* messagesOf(all: readonly News[]): Generator<string> {
  let texts: string[] = [];
  let bytes = 0;
  for (const text of all.map((news) => JSON.stringify(news))) {
    const length = Buffer.byteLength(text) + 1;
    if (length > MOST_BYTES) continue;
    if (bytes + length > MOST_BYTES) {
      yield `[${texts.join(',')}]`;
      [texts, bytes] = [[], 0];
    }
    texts.push(text);
    bytes += length;
  }
  if (texts.length > 0) yield `[${texts.join(',')}]`;
}
