import { type IssuedKey, type Key, unwrap } from '@lostwax/client';
import { useEffect, useRef, useState } from 'react';
import { mayHelpToRepeat } from '../api/errors.ts';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useSession } from '../app/session.tsx';
import { useRefresh } from './calls.ts';
import { type ExpiryChoice, expiryOf } from './expiry.ts';
import { lostKeyId } from './lost-answer.tsx';
import { useKeyMaking } from './making.tsx';
import { type KeysScope, useKeysScope } from './scope.tsx';

export interface KeyWish {
  /** Left out in a portal session, which forces its own. */
  readonly customer: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Left out: the workspace's default. */
  readonly method?: Key['method'];
  readonly expiry: ExpiryChoice;
  /** `2030-01-31`, where `expiry` is a day of one's own. */
  readonly day: string;
}

/** A day at first: what {@link RotationWish} asks for unless told otherwise. */
export interface RotationWish {
  readonly overlapSeconds: number;
}

export function useIssue(): MakeKey<KeyWish> {
  const longest = useSession().info.workspace?.longestLifeSeconds ?? null;
  return useMakeKey((scope, wish, { idempotencyKey, at }) => {
    const expiresAt = expiryOf(wish.expiry, wish.day, at, longest);
    return unwrap(
      scope.client.POST('/v1/workspaces/{workspace}/keys', {
        params: { path: { workspace: scope.workspace }, header: { 'idempotency-key': idempotencyKey } },
        body: {
          customer: wish.customer,
          name: wish.name,
          scopes: [...wish.scopes],
          ...(wish.method && { method: wish.method }),
          ...(expiresAt !== undefined && { expiresAt }),
        },
      }),
    );
  });
}

export function useRotate(keyId: string): MakeKey<RotationWish> {
  return useMakeKey((scope, wish, { idempotencyKey }) =>
    unwrap(
      scope.client.POST('/v1/workspaces/{workspace}/keys/{keyId}/rotate', {
        params: {
          path: { workspace: scope.workspace, keyId },
          header: { 'idempotency-key': idempotencyKey },
        },
        body: { overlapSeconds: wish.overlapSeconds },
      }),
    ),
  );
}

/** How far a screen that makes a key has come. */
export interface MakeKey<Wish> {
  /** The key with its text, once it is made; forgotten when the page is left. */
  readonly issued: IssuedKey | undefined;
  readonly busy: boolean;
  /** The key id of a key that was made although its answer was lost. */
  readonly lost: string | undefined;
  /** What went wrong, unless it is that. */
  readonly failure: Error | undefined;
  make(wish: Wish): void;
}

/** One wish as it is sent, however often: its key, and the time (milliseconds since the Unix epoch) from which it counts. */
interface Sending {
  readonly idempotencyKey: string;
  readonly at: number;
}

type Send<Wish> = (scope: KeysScope, wish: Wish, sending: Sending) => Promise<IssuedKey>;

/**
 * A call that makes a key, and makes it once: nothing is sent while an answer is awaited, and the same wish is sent with the same
 * Idempotency-Key and the same body, however often the connection breaks. A repeat of what was done is refused with
 * `idempotency_replayed`, which names the key.
 */
function useMakeKey<Wish>(send: Send<Wish>): MakeKey<Wish> {
  const scope = useKeysScope();
  const refresh = useRefresh();
  const making = useKeyMaking();
  const here = useHere();
  const sent = useRef<{ readonly wish: string; readonly sending: Sending }>(undefined);
  const [issued, setIssued] = useState<IssuedKey>();
  const [error, setError] = useState<Error>();
  useForgottenOnLeave(() => setIssued(undefined));
  const lost = lostKeyId(error);
  const make = (wish: Wish): void => {
    const text = JSON.stringify(wish);
    if (sent.current?.wish !== text)
      sent.current = { wish: text, sending: { idempotencyKey: crypto.randomUUID(), at: Date.now() } };
    const { sending } = sent.current;
    making.make(() => send(scope, wish, sending), {
      scope,
      made(it) {
        setError(undefined);
        setIssued(it);
        // Not waited for: while the connection is lost that would take as long.
        void refresh();
        return here.current;
      },
      failed(reason) {
        setError(reason);
        // Once it is known that no key was made, or which, the same wish is a new one.
        if (!mayHelpToRepeat(reason)) sent.current = undefined;
        void refresh();
      },
    });
  };
  return { issued, busy: making.busy, lost, failure: lost === undefined ? error : undefined, make };
}

/** True while the screen is there. */
function useHere(): { readonly current: boolean } {
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return here;
}
