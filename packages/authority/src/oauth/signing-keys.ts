import { generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from 'node:crypto';

/** How long a key signs, in seconds. */
const PERIOD_SECONDS = 6 * 3_600;
/** How long a key stays published after it last signed, in seconds: longer than any access token lives. */
const AFTER_SECONDS = 1_800;

/** A public half in the key set of access tokens. */
export interface SignerJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/** A key that signs access tokens. */
export interface SigningKey {
  readonly publicKey: KeyObject;
  readonly publicJwk: SignerJwk;
  /** Never stored, logged or sent. */
  readonly privateJwk: JsonWebKey;
}

/**
 * The keys that sign the access tokens of one workspace. They exist only in memory, so nothing that is stored can sign a token, and a restart
 * creates new ones.
 *
 * Each key is published for a whole period before it signs, so verifiers know it in time.
 */
export class SigningKeys {
  readonly #now: () => number;
  #current: SigningKey = makeKey();
  #next: SigningKey = makeKey();
  #before: Pick<SigningKey, 'publicKey' | 'publicJwk'> | undefined;
  #since: number;

  /** @param now - Milliseconds since the Unix epoch. */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** The key that signs now. */
  get current(): SigningKey {
    this.#turn();
    return this.#current;
  }

  /** All keys with valid tokens, and the one that signs next. */
  get published(): readonly Pick<SigningKey, 'publicKey' | 'publicJwk'>[] {
    this.#turn();
    return [this.#current, this.#next, ...(this.#before === undefined ? [] : [this.#before])];
  }

  #turn(): void {
    const age = (this.#now() - this.#since) / 1_000;
    if (age >= PERIOD_SECONDS) {
      const { publicKey, publicJwk } = this.#current;
      this.#before = { publicKey, publicJwk };
      this.#current = this.#next;
      this.#next = makeKey();
      this.#since = this.#now();
    } else if (age >= AFTER_SECONDS) this.#before = undefined;
  }
}

function makeKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '', d } = privateKey.export({ format: 'jwk' });
  const kid = randomBytes(12).toString('base64url');
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' } as const;
  return { publicKey, publicJwk, privateJwk: { ...publicJwk, d: d as string } };
}
