import { type Key, unwrap } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useSession } from '../../app/session.tsx';
import { keyIdIn } from '../../found/key-text.ts';
import { workspaceData } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { KeyTable } from '../../keys/table.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty, Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

const PAGE = 100;
const TYPING_MS = 200;

const states = ['active', 'disabled', 'expired', 'revoked'] as const;

/** The customer's keys: all of them by pages, newest first, and any of them by search. The place holds what is asked for. */
export function KeysScreen() {
  const texts = useTexts();
  const { client, workspace, may } = useKeysScope();
  const [params] = useSearchParams();
  const q = params.get('q') ?? '';
  const state = states.find((known) => known === params.get('state'));
  const cursor = params.get('cursor');
  const keys = useQuery({
    queryKey: [...workspaceData(workspace), 'keys', { q, state, cursor }],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/keys', {
          params: {
            path: { workspace },
            query: { limit: PAGE, ...(q && { q }), ...(state && { state }), ...(cursor && { cursor }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.keys.title} />
          <Count />
        </div>
        {may('create') && (
          <ButtonLink kind="main" to="/keys/new">
            {texts.keys.create}
          </ButtonLink>
        )}
      </div>
      <Tools />
      <Loaded query={keys}>
        {({ items, nextCursor }) =>
          items.length === 0 && cursor === null ? (
            <Nothing q={q} state={state} />
          ) : (
            <Page cursor={cursor} keys={items} next={nextCursor} />
          )
        }
      </Loaded>
    </div>
  );
}

function Count() {
  const texts = useTexts();
  const format = useFormat();
  const { info } = useSession();
  const count = format.number(info.liveKeys);
  return (
    <p className="soft">
      {info.maxKeys === null
        ? texts.keys.count(info.liveKeys, count)
        : texts.keys.of(count, format.number(info.maxKeys))}
    </p>
  );
}

function Tools() {
  const texts = useTexts();
  const [place, go] = useLocation();
  const [params] = useSearchParams();
  const [typed, type] = useState(params.get('q') ?? '');
  const asked = params.toString();
  useEffect(() => {
    // A whole key that was pasted here is looked for by its id: its text goes into no address.
    const q = keyIdIn(typed) ?? typed.trim();
    const timer = setTimeout(() => {
      const next = new URLSearchParams(asked);
      if (q === (next.get('q') ?? '')) return;
      next.delete('cursor');
      if (q === '') next.delete('q');
      else next.set('q', q);
      go(placeWith(place, next), { replace: true });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, asked, go, place]);
  const choose = (state: string): void => {
    const next = new URLSearchParams(asked);
    next.delete('cursor');
    if (state === '') next.delete('state');
    else next.set('state', state);
    go(placeWith(place, next), { replace: true });
  };
  return (
    <search className="tools">
      <input
        aria-label={texts.keys.search}
        autoComplete="off"
        maxLength={5_000}
        onChange={(event) => type(event.target.value)}
        placeholder={texts.keys.search}
        spellCheck={false}
        type="search"
        value={typed}
      />
      <select
        aria-label={texts.keys.state}
        onChange={(event) => choose(event.target.value)}
        value={params.get('state') ?? ''}
      >
        <option value="">{texts.keys.all}</option>
        {states.map((state) => (
          <option key={state} value={state}>
            {texts.keys.states[state]}
          </option>
        ))}
      </select>
    </search>
  );
}

function placeWith(place: string, params: URLSearchParams): string {
  const text = params.toString();
  return text === '' ? place : `${place}?${text}`;
}

function Page({
  keys,
  cursor,
  next,
}: {
  readonly keys: readonly Key[];
  readonly cursor: string | null;
  readonly next: string | null;
}) {
  const texts = useTexts();
  const [params] = useSearchParams();
  const to = (wanted: string | null): string => {
    const query = new URLSearchParams(params);
    if (wanted === null) query.delete('cursor');
    else query.set('cursor', wanted);
    return placeWith('/keys', query);
  };
  return (
    <>
      <KeyTable keys={keys} label={texts.keys.list} linkOf={({ id }) => `/keys/${id}`} />
      {(cursor !== null || next !== null) && (
        <nav aria-label={texts.keys.pages} className="pager">
          {cursor === null ? <span /> : <Link href={to(null)}>{texts.keys.newer}</Link>}
          {next !== null && <ButtonLink to={to(next)}>{texts.keys.older}</ButtonLink>}
        </nav>
      )}
    </>
  );
}

function Nothing({ q, state }: { readonly q: string; readonly state: string | undefined }) {
  const texts = useTexts();
  const { may } = useKeysScope();
  const [, go] = useLocation();
  if (q !== '' || state !== undefined) {
    return (
      <Empty
        action={<Button onClick={() => go('/keys')}>{texts.keys.showAll}</Button>}
        title={texts.keys.nothingTitle}
      >
        {q === '' ? texts.keys.nothingInState : texts.keys.nothing}
      </Empty>
    );
  }
  return (
    <Empty title={texts.keys.noneTitle}>{may('create') ? texts.keys.none : texts.keys.noneMayNot}</Empty>
  );
}
