import type { Store } from '../../src/store/store.ts';

class Injected extends Error {}

/** Counts down to the call that fails; none does while it is undefined. */
export interface Fault {
  left: number | undefined;
}

/** Wraps every function of `target`, also in members, so that `before` runs first. */
function intercepted<T extends object>(target: T, before: () => void): T {
  return new Proxy(target, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name);
      if (typeof member === 'function')
        return (...args: unknown[]): unknown => {
          before();
          return Reflect.apply(member, object, args);
        };
      return typeof member === 'object' && member !== null ? intercepted(member, before) : member;
    },
  });
}

/** A store whose call number `fault.left` fails. */
export function failing(store: Store, fault: Fault): Store {
  const before = (): void => {
    if (fault.left === undefined) return;
    fault.left -= 1;
    if (fault.left === 0) throw new Injected();
  };
  const over =
    (write: Store['write']): Store['write'] =>
    (operation) =>
      write((tx) => operation({ ...tx, db: intercepted(tx.db, before) }));
  return { ...store, read: intercepted(store.read, before), write: over(store.write), end: over(store.end) };
}
