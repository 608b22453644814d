import { endingOf, makeOpaqueKey, pinOf } from '@lostwax/core';
import type { Method } from './method.ts';

/**
 * Random text of which only the hash is stored. Gateways can't check it; verifiers and gates that follow the
 * full feed can.
 */
export const opaqueMethod: Method = {
  name: 'opaque',
  async make({ prefix }, orders) {
    return orders.map(() => {
      const token = makeOpaqueKey(prefix);
      return { token, pin: pinOf(token), ending: endingOf(token), jwk: null };
    });
  },
};
