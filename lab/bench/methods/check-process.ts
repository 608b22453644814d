/** A verifier that follows the full feed, in a process of its own: measures checks of one key when it is told to. */
import { createVerifier } from '@lostwax/verifier';
import { obey } from '../measurer.ts';

export interface MethodSetUp {
  readonly issuer: string;
  readonly feedKey: string;
  /** The key, or of a certificate the DER in base64. */
  readonly token: string;
  readonly isCertificate: boolean;
}

/** To the process: how long to measure. It answers with the mean of a check, in microseconds. */
export interface MethodOrder {
  readonly milliseconds: number;
}

/** Checks between two looks at the clock. */
const BATCH = 64;

await obey<MethodSetUp, MethodOrder, number>(async ({ issuer, feedKey, token, isCertificate }) => {
  const verifier = createVerifier({ issuers: [{ issuer, feedKey }] });
  await verifier.ready(120);
  // A new text for each check, as a server has it: what an engine keeps with a text, such as its hash, must not help.
  const bytes = Buffer.from(token, isCertificate ? 'base64' : 'latin1');
  const check = isCertificate
    ? () => verifier.checkCertificate(bytes)
    : () => verifier.check(bytes.toString('latin1'));
  return ({ milliseconds }) => {
    const begin = performance.now();
    let checks = 0;
    let now = begin;
    while (now - begin < milliseconds) {
      for (let n = 0; n < BATCH; n += 1) {
        const result = check();
        if (!result.accepted || result.key.subject !== 'customer-1') throw new Error('The key was refused.');
      }
      checks += BATCH;
      now = performance.now();
    }
    return ((now - begin) * 1_000) / checks;
  };
});
