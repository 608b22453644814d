import { Worker } from 'node:worker_threads';
import type { MintRequest } from '@lostwax/core';
import { moduleBeside } from '../module-beside.ts';
import type { MintAnswer, MintOrder, MintResult } from './worker.ts';

interface Message {
  readonly order: MintOrder;
  readonly settle: (answer: MintAnswer) => void;
  readonly fail: (error: unknown) => void;
}

interface WaitingKey {
  readonly request: MintRequest;
  readonly resolve: (result: MintResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One minting worker, which processes one message at a time. Keys requested meanwhile are sent to
 * it together: under load many share one garbage collection, which costs as much for fifty as for
 * one.
 */
export class MintThread {
  ended = false;
  readonly #worker: Worker;
  readonly #most: number;
  #keys: WaitingKey[] = [];
  #others: Message[] = [];
  #underWay: Message | undefined;

  /** @param most - Maximum number of keys per message. */
  constructor(most: number) {
    this.#most = most;
    this.#worker = new Worker(moduleBeside(import.meta.url, 'worker'));
    this.#worker.unref();
    this.#worker.on('message', (answer: MintAnswer) => this.#answered(answer));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('the minting thread has ended')));
  }

  mint(request: MintRequest): Promise<MintResult> {
    return new Promise((resolve, reject) => {
      this.#keys.push({ request, resolve, reject });
      // In the next microtask, so that all keys of one caller are sent together.
      queueMicrotask(() => this.#next());
    });
  }

  /**
   * Sends an order other than for a key with its own pair.
   *
   * @typeParam Answer - The thread's answer to this kind of order.
   */
  ask<Answer extends MintAnswer>(order: Exclude<MintOrder, { readonly kind: 'keys' }>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settle = (answer: MintAnswer): void => resolve(answer as Answer);
      this.#others.push({ order, settle, fail: reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #next(): void {
    if (this.#underWay !== undefined || this.ended) return;
    const message = this.#others.shift() ?? this.#group();
    if (message === undefined) return;
    this.#underWay = message;
    // An idle process must wait for the answer, and for nothing after it.
    this.#worker.ref();
    this.#worker.postMessage(message.order);
  }

  #group(): Message | undefined {
    const group = this.#keys.splice(0, this.#most);
    if (group.length === 0) return undefined;
    return {
      order: { kind: 'keys', requests: group.map(({ request }) => request) },
      settle: (results) => {
        for (const [index, { resolve }] of group.entries())
          resolve((results as readonly MintResult[])[index] as MintResult);
      },
      fail: (error) => {
        for (const { reject } of group) reject(error);
      },
    };
  }

  #answered(answer: MintAnswer): void {
    this.#underWay?.settle(answer);
    this.#underWay = undefined;
    this.#worker.unref();
    this.#next();
  }

  #end(error: unknown): void {
    this.ended = true;
    for (const { reject } of this.#keys.splice(0)) reject(error);
    for (const { fail } of this.#others.splice(0)) fail(error);
    this.#underWay?.fail(error);
    this.#underWay = undefined;
  }
}
