import type { Address } from '../address.ts';

/**
 * A YAML scalar for any text: JSON's strings are YAML's, except that YAML forbids some characters and has line ends of its own.
 *
 * @throws RangeError for half a surrogate pair, which no YAML can contain.
 */
export function scalar(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('A configuration cannot contain half a character.');
  return JSON.stringify(text).replaceAll(
    /[^ -~]/gu,
    (character) => `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );
}

/** `text` with each line moved right by `spaces`. */
export function indent(spaces: number, text: string): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(spaces));
}

/** An address as Envoy's configuration says it. */
export function socketAddress({ host, port }: Address): string {
  return `{ socket_address: { address: ${scalar(host)}, port_value: ${port} } }`;
}
