import type { TestKey } from '../../support/house.ts';

/** What the authority has said of a key. */
export interface ModelKey extends TestKey {
  state: 'good' | 'disabled' | 'ended';
  /** Counts changes, so that an answer can be told to be of before or after. */
  version: number;
  /** A change has been asked for and not been answered: both is right. */
  moving: boolean;
  /** When the last change was answered, in milliseconds of `performance.now()`. */
  changedAt: number;
}

/** A key as it was when somebody began to ask a gate for it. */
export type Snapshot = Readonly<Pick<ModelKey, 'id' | 'state' | 'version' | 'moving' | 'changedAt'>>;

/** All keys that were ever issued, as the gates must see them in the end. */
export class Model {
  readonly keys: ModelKey[] = [];

  issued(key: TestKey): ModelKey {
    const made: ModelKey = { ...key, state: 'good', version: 1, moving: false, changedAt: performance.now() };
    this.keys.push(made);
    return made;
  }

  /** Keeps the model of one key in step with an act of the authority. */
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
