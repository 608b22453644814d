/** DER, as far as a self-signed certificate needs it (ITU-T X.690). */
export type Der = Uint8Array<ArrayBuffer>;

/** One value: tag, length and content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = joined(parts);
  return joined([Uint8Array.from([tag, ...lengthOf(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Der => der(0x30, ...parts);
export const text = (tag: number, value: string): Der => der(tag, new TextEncoder().encode(value));

/** A positive integer from its bytes, the most significant one first. */
export function integer(bytes: Uint8Array): Der {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.slice(start < 0 ? bytes.length - 1 : start);
  // Otherwise the first bit would make it negative.
  return (short[0] ?? 0) > 127 ? der(0x02, Uint8Array.of(0), short) : der(0x02, short);
}

/** A bit string of whole bytes. */
export const bits = (bytes: Uint8Array): Der => der(0x03, Uint8Array.of(0), bytes);

/** GeneralizedTime from 2050 on, UTCTime before (RFC 5280 §4.1.2.5). */
export function time(at: Date): Der {
  const digits = `${at.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  return at.getUTCFullYear() < 2050 ? text(0x17, digits.slice(2)) : text(0x18, digits);
}

function lengthOf(length: number): readonly number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
}

function joined(parts: readonly Uint8Array[]): Der {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
