import { VerifierError } from './errors.ts';

const OLDEST = 24;

/**
 * @throws {@link VerifierError} `node_too_old`: older versions lack functions that this package uses and
 *   would fail with a TypeError.
 */
export function assertNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) return;
  throw new VerifierError(
    'node_too_old',
    `@lostwax/verifier needs Node ${OLDEST} or newer; this is ${process.version} (${process.execPath}).`,
  );
}
