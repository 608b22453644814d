/**
 * Request line and header lines of one message together, in both directions. Envoy passes on 60 KiB, nginx 32 KiB, and a gateway that asks adds
 * lines of its own, the client's address and query among them.
 */
export const MOST_HEADER_BYTES = 131_072;
