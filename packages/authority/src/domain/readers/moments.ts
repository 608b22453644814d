import { comparePositions, type Position } from '@lostwax/contract';

/** A change of a key. It outlives the history in which it was made. */
export type Change = Pick<Position, 'epoch' | 'seq'>;

/** Numbers of one moment: epoch, sequence, time. */
const WIDTH = 3;

/** When one reader had all changes up to which positions, oldest first. Times are in milliseconds since the Unix epoch. */
export class Moments {
  readonly #most: number;
  /**
   * One moment after the other. A thousand gates have two million moments: as numbers they take 24 bytes each, as objects with
   * the text of their positions several hundred.
   */
  readonly #numbers: number[] = [];

  /** @param most - Number of moments that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Adds a moment, unless an earlier one already has the position. */
  add(position: Change, at: number): void {
    const { length } = this.#numbers;
    if (length > 0 && comparePositions(position, this.#changeAt(length - WIDTH)) <= 0) return;
    this.#numbers.push(position.epoch, position.seq, at);
    this.#thin();
  }

  /** Returns the time of the first moment that includes a change; undefined if there is none. */
  firstWith(change: Change): number | undefined {
    let from = 0;
    let to = this.#numbers.length / WIDTH;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (comparePositions(this.#changeAt(middle * WIDTH), change) < 0) from = middle + 1;
      else to = middle;
    }
    return this.#numbers[from * WIDTH + 2];
  }

  #changeAt(start: number): Change {
    return { epoch: this.#numbers[start] as number, seq: this.#numbers[start + 1] as number };
  }

  /**
   * Drops one moment if there is one too many: the one whose loss matters least relative to its age, and never
   * the first. The time since which a reader has a change is thus accurate to about a hundredth of the time
   * elapsed. Dropping the oldest would keep moving "refused since" forward as other keys change.
   */
  #thin(): void {
    const count = this.#numbers.length / WIDTH;
    if (count <= this.#most) return;
    const timeOf = (index: number): number => this.#numbers[index * WIDTH + 2] as number;
    const now = timeOf(count - 1);
    let least = Number.POSITIVE_INFINITY;
    let spare = 1;
    for (let index = 1; index < count - 1; index += 1) {
      const gap = timeOf(index + 1) - timeOf(index - 1);
      const share = gap / (now - timeOf(index));
      if (share < least) [least, spare] = [share, index];
    }
    this.#numbers.splice(spare * WIDTH, WIDTH);
  }
}
