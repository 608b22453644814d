import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTestAuthority } from '../../tools/testing/certificate.ts';
import type { LoadTls } from '../bench/load/connection.ts';
import type { ComparedMethod, Held } from './methods.ts';

/** What a gate needs to terminate TLS, and a client to trust it. */
export interface TlsDoor {
  readonly flags: readonly string[];
  /** PEM. */
  readonly ca: string;
}

/** @returns Undefined for methods that need no TLS. */
export async function openDoor(folder: string, { tls }: ComparedMethod): Promise<TlsDoor | undefined> {
  if (tls === undefined) return undefined;
  const { certificate: ca, issue } = await makeTestAuthority();
  const server = await issue('localhost');
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const [cert, key] = [file('tls.pem', server.certificate), file('tls.key', server.key)];
  const flags = ['--tls-cert', cert, '--tls-key', key, '--status-port', '0'];
  return { flags, ca };
}

/**
 * How a client connects.
 *
 * @param held - Whose certificate it presents: none unless given.
 * @returns Undefined for plain HTTP.
 */
export function tlsOf(door: TlsDoor | undefined, held?: Held): LoadTls | undefined {
  if (door === undefined) return undefined;
  const { certificate, secret: key } = held ?? {};
  return {
    ca: door.ca,
    ...(certificate !== undefined && key !== undefined && { client: { certificate, key } }),
  };
}
