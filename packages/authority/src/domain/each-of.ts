import { AuthorityError } from '../errors.ts';

/** Works on each item on its own. A refusal is the outcome of one item; any other error fails all of them. */
export function eachOf<Item, Outcome>(
  items: readonly Item[],
  work: (item: Item) => Outcome,
): (Outcome | AuthorityError)[] {
  return items.map((item) => {
    try {
      return work(item);
    } catch (error) {
      if (error instanceof AuthorityError) return error;
      throw error;
    }
  });
}
