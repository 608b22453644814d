/** The identity headers that a gateway copies from a gate's answer, one by one. All five, so that no client's own gets through. */
export const identityHeaders: readonly string[] = [
  'x-lostwax-key-id',
  'x-lostwax-subject',
  'x-lostwax-workspace',
  'x-lostwax-scope',
  'x-lostwax-claims',
];

/** The headers that a key may come in. */
export const keyHeaders: readonly string[] = ['Authorization', 'X-Api-Key'];

/** Said to a client that sends an identity header, where a gateway can't remove all spellings of it. */
export const reserved =
  'Headers whose names begin with x-lostwax are set by the gateway. Send the request without them.';
