import { type IssuedKey, unwrap } from '@lostwax/client';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { codeOf } from '../api/errors.ts';
import { useRefresh } from './calls.ts';
import { type KeysScope, useKeysScope } from './scope.tsx';

export interface KeyWish {
  /** Left out in a portal session, which forces its own. */
  readonly customer: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** RFC 3339; `undefined`: never, or as long as the workspace lets it. */
  readonly expiresAt: string | undefined;
}

/** A day at first: what {@link RotationWish} asks for unless told otherwise. */
export interface RotationWish {
  readonly overlapSeconds: number;
}

export function useIssue() {
  return useOnce((scope, wish: KeyWish, idempotencyKey) =>
    unwrap(
      scope.client.POST('/v1/workspaces/{workspace}/keys', {
        params: { path: { workspace: scope.workspace }, header: { 'idempotency-key': idempotencyKey } },
        body: {
          customer: wish.customer,
          name: wish.name,
          scopes: [...wish.scopes],
          ...(wish.expiresAt !== undefined && { expiresAt: wish.expiresAt }),
        },
      }),
    ),
  );
}

export function useRotate(keyId: string) {
  return useOnce((scope, wish: RotationWish, idempotencyKey) =>
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

type Call<Wish> = (scope: KeysScope, wish: Wish, idempotencyKey: string) => Promise<IssuedKey>;

/**
 * A call that makes a key, and makes it once: the same wish is sent with the same Idempotency-Key, however often the connection
 * breaks. A repeat of what was done is refused with `idempotency_replayed`, which names the key.
 */
function useOnce<Wish>(call: Call<Wish>) {
  const scope = useKeysScope();
  const refresh = useRefresh();
  const sent = useRef({ wish: '', idempotencyKey: '' });
  return useMutation({
    mutationFn: (wish: Wish) => {
      const text = JSON.stringify(wish);
      if (sent.current.wish !== text) sent.current = { wish: text, idempotencyKey: crypto.randomUUID() };
      return call(scope, wish, sent.current.idempotencyKey);
    },
    onError: (error) => {
      // An outcome that is known is no reason to send the same again as a repeat.
      if (codeOf(error) !== undefined) sent.current = { wish: '', idempotencyKey: '' };
    },
    onSettled: refresh,
  });
}
