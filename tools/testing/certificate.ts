import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its private half, both PEM, for a server under test. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes certificates that a peer trusts when it is given {@link certificate}. */
export interface TestAuthority {
  readonly certificate: string;
  /** A server certificate for one host name or IPv4 address. */
  issue(host: string): TestCertificate;
}

/** A certificate authority that lives as long as the test. Node can check X.509 certificates but not make them. */
export function makeTestAuthority(): TestAuthority {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = distinguishedName('Lostwax test authority');
  const basicConstraints = extension('551d13', sequence(booleanTrue), true);
  return {
    certificate: pem('CERTIFICATE', signed(name, name, pair.publicKey, [basicConstraints], pair.privateKey)),
    issue(host) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = extension('551d11', sequence(generalName(host)), false);
      const der = signed(name, distinguishedName(host), own.publicKey, [names], pair.privateKey);
      return {
        certificate: pem('CERTIFICATE', der),
        key: own.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      };
    },
  };
}

/** RFC 5280 §4.1, version 3, signed with ECDSA and SHA-256. */
function signed(
  issuer: Buffer,
  subject: Buffer,
  key: KeyObject,
  extensions: Buffer[],
  signer: KeyObject,
): Buffer {
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const serial = der(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(8)]));
  const validity = sequence(utcTime(-3_600_000), utcTime(24 * 3_600_000));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    serial,
    algorithm,
    issuer,
    validity,
    subject,
    key.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(...extensions)),
  );
  return sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, signer)])));
}

const booleanTrue = der(0x01, Buffer.of(0xff));

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  return sequence(objectId(id), ...(critical ? [booleanTrue] : []), der(0x04, value));
}

function generalName(host: string): Buffer {
  return isIP(host) === 4
    ? der(0x87, Buffer.from(host.split('.').map(Number)))
    : der(0x82, Buffer.from(host, 'ascii'));
}

function distinguishedName(commonName: string): Buffer {
  const attribute = sequence(objectId('550403'), der(0x0c, Buffer.from(commonName)));
  return sequence(der(0x31, attribute));
}

function utcTime(offsetMs: number): Buffer {
  const digits = new Date(Date.now() + offsetMs).toISOString().replaceAll(/\D/g, '');
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** X.690 §8.1: tag, length (up to 65,535 here), content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
