import { createPublicKey, type KeyObject } from 'node:crypto';
import type { TokenMemory } from '../domain/clients/token-memory.ts';
import type { SignerJwk, SigningKeys } from './signing-keys.ts';

/** How long a public half stays published after its replica last renewed it: longer than any access token lives. */
const PUBLISHED_MILLISECONDS = 1_800_000;
const RENEWED_MILLISECONDS = 600_000;

/**
 * The public halves of the keys that sign, of all replicas: each verifier may ask any of them. Private halves stay where they
 * were made.
 */
export class PublishedSigners {
  readonly #own: SigningKeys;
  readonly #memory: TokenMemory;
  readonly #now: () => number;
  #renewed: { readonly at: number; readonly kids: string } | undefined;

  constructor(own: SigningKeys, memory: TokenMemory, now: () => number) {
    this.#own = own;
    this.#memory = memory;
    this.#now = now;
  }

  /** Makes the own ones known to all replicas. A key must not sign before. */
  async publish(): Promise<void> {
    const own = this.#own.published.map(({ publicJwk }) => publicJwk);
    const kids = own.map(({ kid }) => kid).join(' ');
    const at = this.#now();
    if (this.#renewed?.kids === kids && at - this.#renewed.at < RENEWED_MILLISECONDS) return;
    const signers = new Map(own.map((jwk) => [jwk.kid, JSON.stringify(jwk)]));
    try {
      await this.#memory.publish(signers, at + PUBLISHED_MILLISECONDS);
      this.#renewed = { at, kids };
    } catch (error) {
      // Those published before still are, for a while.
      const isStill = this.#renewed?.kids === kids && at - this.#renewed.at < 2 * RENEWED_MILLISECONDS;
      if (!isStill) throw error;
    }
  }

  /** The own ones first. */
  async all(): Promise<readonly SignerJwk[]> {
    // Reading needs no write, which a full disk refuses.
    await this.publish().catch(() => {});
    const own = this.#own.published.map(({ publicJwk }) => publicJwk);
    const kids = new Set(own.map(({ kid }) => kid));
    const others = (await this.#memory.signers()).map((text) => JSON.parse(text) as SignerJwk);
    return [...own, ...others.filter(({ kid }) => !kids.has(kid))];
  }

  async find(kid: unknown): Promise<KeyObject | undefined> {
    const own = this.#own.published.find(({ publicJwk }) => publicJwk.kid === kid);
    if (own !== undefined) return own.publicKey;
    const other = (await this.all()).find((jwk) => jwk.kid === kid);
    return other && createPublicKey({ key: { ...other }, format: 'jwk' });
  }
}
