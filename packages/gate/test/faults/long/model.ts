import type { TestKey } from '../../support/house.ts';

/** The state of a key according to the authority. */
export interface ModelKey extends TestKey {
  state: 'good' | 'disabled' | 'ended';
  /** Incremented with each change, to tell whether an answer was given before or after it. */
  version: number;
  /** A change has been requested but not answered, so both states are right. */
  moving: boolean;
  /** When the last change was answered, in milliseconds of `performance.now()`. */
  changedAt: number;
}

/** A key as it was when a gate was first asked for it. */
export type Snapshot = Readonly<Pick<ModelKey, 'id' | 'state' | 'version' | 'moving' | 'changedAt'>>;

/** All keys ever issued, as the gates must see them in the end. */
export class Model {
  readonly keys: ModelKey[] = [];

  issued(key: TestKey): ModelKey {
    const made: ModelKey = { ...key, state: 'good', version: 1, moving: false, changedAt: performance.now() };
    this.keys.push(made);
    return made;
  }

  /** Updates the model of one key along with a change at the authority. */
  async change(key: ModelKey, state: ModelKey['state'], act: () => Promise<unknown>): Promise<void> {
    key.moving = true;
    key.version += 1;
    await act();
    key.state = state;
    key.changedAt = performance.now();
    key.moving = false;
  }

  in(...states: ModelKey['state'][]): ModelKey[] {
    return this.keys.filter(({ state, moving }) => !moving && states.includes(state));
  }
}
