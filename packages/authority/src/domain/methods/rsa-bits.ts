/** Sizes of RSA keys that customers may bring, in bits. */
export const RSA_BITS = { least: 2_048, most: 8_192 } as const;
