import { envoyOptions } from '../envoy/table.ts';
import type { GatewayOption } from '../option.ts';

/** ESPv2 checks keys by the key set alone, and has no shards: it chooses providers by operation, not by the key. */
export const espv2Options: readonly GatewayOption[] = envoyOptions.filter(({ name }) =>
  ['upstream', 'keys', 'revocation'].includes(name),
);
