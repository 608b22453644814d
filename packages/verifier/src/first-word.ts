import { VerifierError } from './errors.ts';
import { type FeedError, isMisconfiguration } from './follower/feed-error.ts';

/** What the first answers reveal about the options of one issuer. */
export class FirstWord {
  /** Resolves with the first answer: undefined if it shows no mistake. */
  readonly heard: Promise<VerifierError | undefined>;
  /** Resolves once every address shows a mistake and there is no set to continue with; otherwise never. */
  readonly mistaken: Promise<VerifierError>;
  readonly #issuer: string;
  readonly #addresses: number;
  readonly #wrong = new Set<string>();
  readonly #hear: (error: VerifierError | undefined) => void;
  readonly #mistake: (error: VerifierError) => void;

  constructor(issuer: string, addresses: readonly string[]) {
    this.#issuer = issuer;
    this.#addresses = new Set(addresses).size;
    const heard = Promise.withResolvers<VerifierError | undefined>();
    const mistaken = Promise.withResolvers<VerifierError>();
    this.heard = heard.promise;
    this.mistaken = mistaken.promise;
    this.#hear = heard.resolve;
    this.#mistake = mistaken.resolve;
  }

  /** The set is fresh. */
  well(): void {
    this.#hear(undefined);
  }

  /** An address failed. One that cannot be reached yet says nothing about the options. */
  failed(address: string, { code, message, inSnapshot }: FeedError): void {
    // A file may be damaged or mixed up in transit. The head says who answers.
    if (inSnapshot) return;
    if (!isMisconfiguration(code)) {
      this.#hear(undefined);
      return;
    }
    if (this.#wrong.add(address).size < this.#addresses) return;
    const error = new VerifierError('misconfigured', `${this.#issuer} cannot be followed. ${message}`, code);
    this.#mistake(error);
    this.#hear(error);
  }
}

/**
 * Waits for a first answer from each issuer, or until the timeout.
 *
 * @throws {@link VerifierError} `misconfigured`.
 */
export async function allHeard(words: readonly FirstWord[], timeoutSeconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutSeconds * 1000);
  });
  const heard = await Promise.all(words.map((word) => Promise.race([word.heard, late])));
  clearTimeout(timer);
  const mistake = heard.find((word) => word !== undefined);
  if (mistake !== undefined) throw mistake;
}
