/** The identity headers that a gateway copies from a gate's answer, one by one. All five, so that no client's own gets through. */
export const identityHeaders: readonly string[] = [
  'x-lostwax-key-id',
  'x-lostwax-subject',
  'x-lostwax-workspace',
  'x-lostwax-scope',
  'x-lostwax-claims',
];
