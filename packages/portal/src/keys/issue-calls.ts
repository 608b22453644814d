import { type Key, unwrap } from '@lostwax/client';
import { useEffect, useRef, useState } from 'react';
import { mayHelpToRepeat } from '../api/errors.ts';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useSession } from '../app/session.tsx';
import { useRefresh } from './calls.ts';
import { type ExpiryChoice, expiryOf } from './expiry.ts';
import { lostKeyId } from './lost-answer.tsx';
import { useKeyMaking } from './making.tsx';
import { type ClientProof, clientOf, type Made, madeFor } from './pair/client.ts';
import type { Credential } from './pair/credential.ts';
import { type KeysScope, useKeysScope } from './scope.tsx';
import type { ShownKey } from './shown-key.ts';

export interface KeyWish {
  /** Empty in a portal session, which sets its own customer. */
  readonly customer: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Default: the workspace's default method. */
  readonly method?: Key['method'];
  /** Of an OAuth client. */
  readonly client?: ClientProof;
  /** The customer's own certificate or public key. */
  readonly given?: Credential['body'];
  readonly expiry: ExpiryChoice;
  /** `2030-01-31`, if `expiry` is a custom date. */
  readonly day: string;
}

/** One day by default. */
export interface RotationWish {
  readonly overlapSeconds: number;
  /** The customer's own certificate or public key. */
  readonly given?: Credential['body'];
  readonly of: Pick<Key, 'method' | 'clientAuthentication' | 'customer' | 'createdAt' | 'expiresAt'>;
}

export function useIssue(): MakeKey<KeyWish> {
  const longest = useSession().info.workspace?.longestLifeSeconds ?? null;
  const prepare = usePrepare();
  const send: Send<KeyWish> = async (scope, wish, { idempotencyKey, at, credential }) => {
    const expiresAt = expiryOf(wish.expiry, wish.day, at, longest);
    const { body, pair } = await credential;
    const issued = await unwrap(
      scope.client.POST('/v1/workspaces/{workspace}/keys', {
        params: { path: { workspace: scope.workspace }, header: { 'idempotency-key': idempotencyKey } },
        body: {
          customer: wish.customer,
          name: wish.name,
          scopes: [...wish.scopes],
          ...(wish.method && { method: wish.method }),
          ...(expiresAt !== undefined && { expiresAt }),
          ...body,
        },
      }),
    );
    return { ...issued, pair };
  };
  return useMakeKey(({ customer, method, client, given, expiry, day }, at) => {
    const endsAt = expiryOf(expiry, day, at, longest) ?? at + (longest ?? 0) * 1_000;
    return prepare(given, madeFor(method, client), { customer, endsAt: new Date(endsAt).getTime() });
  }, send);
}

export function useRotate(keyId: string): MakeKey<RotationWish> {
  const prepare = usePrepare();
  const send: Send<RotationWish> = async (scope, wish, { idempotencyKey, credential }) => {
    const { body, pair } = await credential;
    const issued = await unwrap(
      scope.client.POST('/v1/workspaces/{workspace}/keys/{keyId}/rotate', {
        params: {
          path: { workspace: scope.workspace, keyId },
          header: { 'idempotency-key': idempotencyKey },
        },
        body: { overlapSeconds: wish.overlapSeconds, ...body },
      }),
    );
    return { ...issued, pair };
  };
  return useMakeKey(({ of, given }, at) => {
    const { method, customer, createdAt, expiresAt } = of;
    // The successor lives as long as the old key did, and authenticates in the same way.
    const life = expiresAt === null ? 0 : Date.parse(expiresAt) - Date.parse(createdAt);
    return prepare(given, madeFor(method, clientOf(of)), { customer: customer ?? '', endsAt: at + life });
  }, send);
}

type Prepare = (
  given: Credential['body'] | undefined,
  made: Made | undefined,
  of: { readonly customer: string; readonly endsAt: number },
) => Promise<Credential>;

/** Makes what the browser makes of a new key: nothing for a key that the authority makes, or whose customer brings it. */
function usePrepare(): Prepare {
  const issuer = useSession().info.workspace?.issuer ?? '';
  return async (given, made, of) => {
    if (given !== undefined) return { body: given };
    if (made === undefined) return { body: {} };
    const { makeCertificate, makeClientKey } = await import('./pair/make.ts');
    return made === 'certificate' ? makeCertificate({ issuer, ...of }) : makeClientKey();
  };
}

/** State of a screen that creates a key. */
export interface MakeKey<Wish> {
  /** The created key including its token; dropped when the user leaves the page. */
  readonly issued: ShownKey | undefined;
  readonly busy: boolean;
  /** The ID of a key that was created although its response was lost. */
  readonly lost: string | undefined;
  /** The error, unless the response was lost. */
  readonly failure: Error | undefined;
  make(wish: Wish): void;
}

/** One request, possibly sent several times: its idempotency key, and its start time (milliseconds since the Unix epoch). */
interface Sending {
  readonly idempotencyKey: string;
  readonly at: number;
  readonly credential: Promise<Credential>;
}

type Send<Wish> = (scope: KeysScope, wish: Wish, sending: Sending) => Promise<ShownKey>;

/**
 * Creates a key exactly once: nothing is sent while a response is pending, and the same request is always repeated with the same
 * Idempotency-Key and body, however often the connection breaks. Repeating a completed request is refused with
 * `idempotency_replayed`, which names the key.
 */
function useMakeKey<Wish>(
  prepare: (wish: Wish, at: number) => Promise<Credential>,
  send: Send<Wish>,
): MakeKey<Wish> {
  const scope = useKeysScope();
  const refresh = useRefresh();
  const making = useKeyMaking();
  const here = useHere();
  const sent = useRef<{ readonly wish: string; readonly sending: Sending }>(undefined);
  const [issued, setIssued] = useState<ShownKey>();
  const [error, setError] = useState<Error>();
  useForgottenOnLeave(() => setIssued(undefined));
  const lost = lostKeyId(error);
  const make = (wish: Wish): void => {
    const text = JSON.stringify(wish);
    making.make(
      () => {
        if (sent.current?.wish !== text) {
          const at = Date.now();
          const credential = prepare(wish, at);
          sent.current = { wish: text, sending: { idempotencyKey: crypto.randomUUID(), at, credential } };
        }
        return send(scope, wish, sent.current.sending);
      },
      {
        scope,
        made(it) {
          setError(undefined);
          setIssued(it);
          // Not awaited: it could take as long as the connection is lost.
          void refresh();
          return here.current;
        },
        failed(reason) {
          setError(reason);
          // Once it is known that no key was created, or which one, the same input is a new request.
          if (!mayHelpToRepeat(reason)) sent.current = undefined;
          void refresh();
        },
      },
    );
  };
  return { issued, busy: making.busy, lost, failure: lost === undefined ? error : undefined, make };
}

/** True while the screen is mounted. */
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
