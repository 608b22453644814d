import { type IssuedKey, unwrap } from '@lostwax/client';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { codeOf } from '../api/errors.ts';
import { useSession } from '../app/session.tsx';
import { useRefresh } from './calls.ts';
import { type ExpiryChoice, expiryOf } from './expiry.ts';
import { type KeysScope, useKeysScope } from './scope.tsx';

export interface KeyWish {
  /** Left out in a portal session, which forces its own. */
  readonly customer: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiry: ExpiryChoice;
  /** `2030-01-31`, where `expiry` is a day of one's own. */
  readonly day: string;
}

/** A day at first: what {@link RotationWish} asks for unless told otherwise. */
export interface RotationWish {
  readonly overlapSeconds: number;
}

export function useIssue() {
  const longest = useSession().info.workspace?.longestLifeSeconds ?? null;
  return useOnce((scope, wish: KeyWish, { idempotencyKey, at }) => {
    const expiresAt = expiryOf(wish.expiry, wish.day, at, longest);
    return unwrap(
      scope.client.POST('/v1/workspaces/{workspace}/keys', {
        params: { path: { workspace: scope.workspace }, header: { 'idempotency-key': idempotencyKey } },
        body: {
          customer: wish.customer,
          name: wish.name,
          scopes: [...wish.scopes],
          ...(expiresAt !== undefined && { expiresAt }),
        },
      }),
    );
  });
}

export function useRotate(keyId: string) {
  return useOnce((scope, wish: RotationWish, { idempotencyKey }) =>
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

/** One wish as it is sent, however often: its key, and the time (milliseconds since the Unix epoch) from which it counts. */
interface Sending {
  readonly idempotencyKey: string;
  readonly at: number;
}

type Call<Wish> = (scope: KeysScope, wish: Wish, sending: Sending) => Promise<IssuedKey>;

/**
 * A call that makes a key, and makes it once: the same wish is sent with the same Idempotency-Key and the same body, however often
 * the connection breaks. A repeat of what was done is refused with `idempotency_replayed`, which names the key.
 */
function useOnce<Wish>(call: Call<Wish>) {
  const scope = useKeysScope();
  const refresh = useRefresh();
  const sent = useRef<{ readonly wish: string; readonly sending: Sending }>(undefined);
  return useMutation({
    mutationFn: (wish: Wish) => {
      const text = JSON.stringify(wish);
      if (sent.current?.wish !== text)
        sent.current = { wish: text, sending: { idempotencyKey: crypto.randomUUID(), at: Date.now() } };
      return call(scope, wish, sent.current.sending);
    },
    onError: (error) => {
      // Once the outcome is known, the same wish is a new one.
      if (codeOf(error) !== undefined) sent.current = undefined;
    },
    onSettled: refresh,
  });
}
