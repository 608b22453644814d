/** The options of Envoy's configuration, as a person or a program gives them. */
import { parseAddress } from '../address.ts';
import {
  addressOf,
  type GatewayOption,
  type GivenOptions,
  gatewayModes,
  numberOf,
  textOf,
} from '../option.ts';
import type { EnvoyOptions } from './options.ts';

export const envoyOptions: readonly GatewayOption[] = [
  {
    ...{ name: 'upstream', placeholder: 'host:port', kind: 'address', required: true },
    description: 'the API behind the gateway, plain HTTP',
  },
  {
    ...{ name: 'keys', placeholder: 'number', kind: 'number', least: 1, most: 100_000_000 },
    description: 'the expected number of keys: the configuration is sized for it and says what it costs',
  },
  {
    ...{ name: 'revocation', placeholder: 'seconds', kind: 'number', least: 2, most: 3_600 },
    description: 'a revoked key is refused within this time, 2 to 3600 (default: 15, or what the keys allow)',
  },
  {
    ...{ name: 'shards', placeholder: 'number', kind: 'choice', choices: ['1', '256'] },
    description:
      '1: one document with all keys; 256: split into 256 (default: 256 for more than 10,000 keys)',
  },
  {
    ...{ name: 'listen', placeholder: 'host:port', kind: 'address', standard: '127.0.0.1:10000' },
    description: 'address the gateway listens on',
  },
  {
    ...{ name: 'admin', placeholder: 'host:port', kind: 'address', standard: '127.0.0.1:9901' },
    description: "Envoy's admin interface",
  },
  {
    ...{ name: 'keySet', placeholder: 'origin', kind: 'text' },
    description: "where Envoy fetches the key set (default: the issuer's origin)",
  },
  {
    ...{ name: 'trustedCa', placeholder: 'file', kind: 'text' },
    description: 'CA certificates to verify an https authority with',
  },
  {
    ...{ name: 'reader', placeholder: 'rdr_…', kind: 'text', form: /^rdr_[A-Za-z0-9_-]{24}$/ },
    description: 'ID of a registered reader, so the authority can show what this gateway has fetched',
  },
  {
    ...{
      name: 'mode',
      placeholder: 'mode',
      kind: 'choice',
      choices: gatewayModes,
      standard: 'jwt',
    },
    description:
      'jwt: it checks keys by the key set; gate: it asks a gate for each request; pins: it has a table that lostwax pins keeps up to date',
  },
  {
    ...{ name: 'gate', placeholder: 'host:port', kind: 'address' },
    description: 'address of the gate (default: 127.0.0.1:7421, or 127.0.0.1:7423 over gRPC)',
  },
  {
    ...{
      name: 'protocol',
      placeholder: 'protocol',
      kind: 'choice',
      choices: ['http', 'grpc'],
      standard: 'http',
    },
    description: 'how the gate is asked: http or grpc',
  },
  {
    ...{ name: 'scope', placeholder: 'scope', kind: 'text', several: true },
    description: 'a scope that every key must have, in gate mode; repeatable',
  },
  {
    ...{ name: 'openPath', placeholder: 'path', kind: 'text', several: true },
    description: 'a path that needs no key, including everything below it; repeatable',
  },
  {
    ...{ name: 'key', placeholder: 'pass', kind: 'choice', choices: ['pass'] },
    description: 'pass: the API also gets the key, in jwt mode',
  },
  {
    ...{ name: 'preflight', placeholder: 'pass', kind: 'choice', choices: ['pass'] },
    description: 'pass: CORS preflights need no key',
  },
];

/** The options of gateways that ask a gate. They listen on another port unless told. */
export const byGateOptions: readonly GatewayOption[] = envoyOptions
  .filter(({ name }) => ['upstream', 'listen', 'gate', 'mode'].includes(name))
  .map((option) => {
    if (option.name === 'listen') return { ...option, standard: '127.0.0.1:8000' };
    return option.name === 'mode' ? { ...option, standard: 'gate' } : option;
  });

/** Converts {@link envoyOptions} to what the configuration is rendered from. Each value has been validated. */
export function readEnvoyOptions(given: GivenOptions): Omit<EnvoyOptions, 'issuer' | 'audience' | 'prefix'> {
  return {
    upstream: parseAddress('upstream', textOf(given, 'upstream') ?? ''),
    listen: addressOf(given, 'listen'),
    admin: addressOf(given, 'admin'),
    gate: addressOf(given, 'gate'),
    keys: numberOf(given, 'keys'),
    shards: numberOf(given, 'shards') as EnvoyOptions['shards'],
    revocationSeconds: numberOf(given, 'revocation'),
    key: textOf(given, 'key') as EnvoyOptions['key'],
    keySetOrigin: textOf(given, 'keySet'),
    trustedCaFile: textOf(given, 'trustedCa'),
    reader: textOf(given, 'reader'),
    mode: envoyMode(given),
    gateProtocol: textOf(given, 'protocol') as EnvoyOptions['gateProtocol'],
    scopes: [given['scope'] ?? []].flat(),
    openPaths: [given['openPath'] ?? []].flat(),
    preflight: textOf(given, 'preflight') as EnvoyOptions['preflight'],
  };
}

/** @throws RangeError for the mode `pins`. */
export function envoyMode(given: GivenOptions): EnvoyOptions['mode'] {
  const mode = textOf(given, 'mode');
  if (mode === 'pins')
    throw new RangeError(
      'Envoy has no table of keys that can be updated while it runs. Choose the mode "jwt" or "gate".',
    );
  return mode as EnvoyOptions['mode'];
}
