/** Bound by the number of values that a statement can have. */
const AT_ONCE = 500;

/** Cuts a list for statements with a list each. Few lengths need few prepared statements, so the last one repeats an item. */
export function* portions<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE);
    const length = Math.min(AT_ONCE, 2 ** Math.ceil(Math.log2(some.length)));
    yield [...some, ...Array<Item>(length - some.length).fill(some[0] as Item)];
  }
}
