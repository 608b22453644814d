/**
 * The y coordinates of the eight Ed25519 points of small order, and their spellings of 2^255-19 and
 * above, little-endian with the
 * sign bit clear. With either sign bit they are 14 encodings. Under the identity point any
 * signature passes in OpenSSL 3.0
 * (eprint 2020/1244), so an attacker who gets one into a key set can forge any token.
 */
const smallOrderY: readonly string[] = [
  `00${'00'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
];

/**
 * Whether 32 bytes encode an Ed25519 point of small order (RFC 8032 §5.1.2), whatever their sign
 * bit.
 */
export function isSmallOrder(point: Uint8Array): boolean {
  const y = Buffer.from(point);
  y.writeUInt8(y.readUInt8(31) & 0x7f, 31);
  return smallOrderY.includes(y.toString('hex'));
}
