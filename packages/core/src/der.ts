/*
 * Reads DER (ITU-T X.690), as far as certificates and public keys need it. Runs in browsers too.
 */

/** One value, within the bytes that it was read from. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array<ArrayBuffer>;
  /** With its tag and length. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

export const tags = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, sequence: 0x30 } as const;

/**
 * The values that these bytes consist of.
 *
 * @throws RangeError if a length is wrong or not in its shortest form.
 */
export function derValues(bytes: Uint8Array<ArrayBuffer>): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [start, length] = contentAt(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) throw new RangeError('A value is longer than what it is in.');
    const tag = bytes[at] as number;
    values.push({ tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return values;
}

/** The values inside a sequence; none if it is missing or another value. */
export function inside(value: DerValue | undefined): readonly DerValue[] {
  return value?.tag === tags.sequence ? derValues(value.content) : [];
}

/** Where the content begins and how long it is. Three bytes of length are enough for 16 MiB. */
function contentAt(bytes: Uint8Array, at: number): readonly [start: number, length: number] {
  const first = bytes[at] ?? Number.NaN;
  if (first < 128) return [at + 1, first];
  const count = first - 128;
  if (!(count >= 1 && count <= 3)) throw new RangeError('A length is missing or too long.');
  const start = at + 1 + count;
  const length = bytes.subarray(at + 1, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (length < 128 || length < 256 ** (count - 1))
    throw new RangeError('A length is not in its shortest form.');
  return [start, length];
}
