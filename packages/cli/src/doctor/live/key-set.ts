import { type KeyShape, keySetBytes, readersThatRefuse } from '@lostwax/gateways';
import { type Measured, ok, unknown } from './measured.ts';

/** What the size of a key set depends on. */
export interface KeySetOf extends KeyShape {
  /** Active ones. */
  readonly keys: number;
}

/** Whether some reader of key sets refuses this one. The doctor can't see whether the gateway is one of them. */
export function keySetSize({ keys, ...shape }: KeySetOf): Measured {
  const id = 'key-set-size';
  const size = `The key set has ${keys.toLocaleString('en')} key${keys === 1 ? '' : 's'}, ${kilobytes(keySetBytes(keys, shape))} in one document`;
  const refusing = readersThatRefuse(keys, shape);
  if (refusing.length === 0) return ok(id, size);
  return unknown(
    id,
    `${size}: too large for ${refusing.join(', ')}`,
    'If your gateway is one of these, put a gate in front of your API. A gate and pins have no such limit.',
  );
}

function kilobytes(bytes: number): string {
  return `about ${Math.ceil(bytes / 1_000).toLocaleString('en')} kB`;
}
