import { type Address, addressFault, parseAddress, readAddress } from './address.ts';

/** How a gateway checks keys: by the key set itself, by asking a gate, or by a table of pins that it holds itself. */
export const gatewayModes: readonly ['jwt', 'gate', 'pins'] = ['jwt', 'gate', 'pins'];
export type GatewayMode = (typeof gatewayModes)[number];

/** What an option takes: `host:port`, one of several words, a whole number, or a text. */
export type OptionKind =
  | { readonly kind: 'address' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'text'; readonly form?: RegExp };

/** An option of a gateway's configuration, for the command and the HTTP API alike. */
export type GatewayOption = OptionKind & {
  /** As the HTTP API calls it; the command's flag is {@link flagOf} it. */
  readonly name: string;
  /** Placeholder for its value in the command's help. */
  readonly placeholder: string;
  readonly description: string;
  /** A text, as it would be given. */
  readonly standard?: string;
  readonly required?: true;
  /** May be given several times; by the command only. */
  readonly several?: true;
};

/** What was given for the options of a gateway, by their names. */
export type GivenOptions = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What was given for an option, the first if there are several. */
export function textOf(given: GivenOptions, name: string): string | undefined {
  return [given[name]].flat()[0];
}

/** The same as a number. {@link optionFault} must have accepted it. */
export function numberOf(given: GivenOptions, name: string): number | undefined {
  const text = textOf(given, name);
  return text === undefined ? undefined : Number(text);
}

/** The same as an address. @throws RangeError for anything else. */
export function addressOf(given: GivenOptions, name: string): Address | undefined {
  const text = textOf(given, name);
  return text === undefined ? undefined : parseAddress(name, text);
}

/** `--key-set` for `keySet`. */
export function flagOf({ name }: Pick<GatewayOption, 'name'>): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * What is wrong with a value, as the end of a sentence that begins with the option's name.
 *
 * @returns Undefined for a good one.
 */
export function optionFault(option: GatewayOption, value: string): string | undefined {
  switch (option.kind) {
    case 'address':
      return readAddress(value) === undefined ? addressFault(value) : undefined;
    case 'choice':
      return option.choices.includes(value)
        ? undefined
        : `takes ${option.choices.join(' or ')}, not "${value}"`;
    case 'number':
      return /^\d{1,15}$/.test(value) && Number(value) >= option.least && Number(value) <= option.most
        ? undefined
        : `takes a whole number from ${option.least} to ${option.most}, not "${value}"`;
    case 'text':
      return option.form === undefined || option.form.test(value)
        ? undefined
        : `takes ${option.placeholder}, not "${value}"`;
  }
}
