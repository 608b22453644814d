import type { Address } from '../address.ts';

/** A YAML scalar for any text: JSON's strings are YAML's. */
export function scalar(text: string): string {
  return JSON.stringify(text);
}

/** `text` with each line moved right by `spaces`. */
export function indent(spaces: number, text: string): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
}

/** An address as Envoy's configuration says it. */
export function socketAddress({ host, port }: Address): string {
  return `{ socket_address: { address: ${scalar(host)}, port_value: ${port} } }`;
}
