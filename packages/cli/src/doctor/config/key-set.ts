import { keySetBytes, MAX_BYTES_OF_ENVOY } from '@lostwax/gateways';

/** A configuration doesn't say what keys look like. */
const largest = { algorithm: 'RS256', prefix: 'x'.repeat(16) } as const;

/** Whether a gateway of Envoy's kind refuses the documents of so many keys. */
export function isOverLimit(keys: number, documents = 1, bytes = MAX_BYTES_OF_ENVOY): boolean {
  return keySetBytes(keys / documents, largest) > bytes;
}
