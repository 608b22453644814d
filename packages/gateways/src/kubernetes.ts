import type { Address } from './address.ts';

const nameForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The name of a Service and its port.
 *
 * @throws RangeError for another address.
 */
export function serviceAddress(what: string, { host, port }: Address): Address {
  if (port >= 1) return { host: kubernetesName(what, host), port };
  throw new RangeError(
    `The ${what} needs the name of a Service and a port from 1 to 65535, not ${host}:${port}.`,
  );
}

/** @throws RangeError for a text that is no name of an object, or that YAML reads as a number. */
export function kubernetesName(what: string, text: string): string {
  if (nameForm.test(text) && !/^\d+$/.test(text)) return text;
  throw new RangeError(
    `The ${what} must be a Kubernetes name of lowercase letters, digits and hyphens, such as api, not "${text}".`,
  );
}
