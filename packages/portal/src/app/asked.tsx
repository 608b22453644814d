import { useEffect, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { ButtonLink } from '../ui/button.tsx';

const TYPING_MS = 250;

/** What the place asks for, of these parameters; those that are empty are left out. */
export function useAsked(names: readonly string[]): Readonly<Record<string, string>> {
  const [params] = useSearchParams();
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = params.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/**
 * Changes what the address asks for and goes to the first page of it. Empty values are left out.
 *
 * @returns Pass `replace` for a change that "Back" should skip, such as each pause in typing.
 */
export function useAsk(): (changes: Readonly<Record<string, string>>, replace?: boolean) => void {
  const [place, go] = useLocation();
  const [params] = useSearchParams();
  return (changes, replace = false) => {
    const next = new URLSearchParams(params);
    next.delete('cursor');
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    if (next.toString() !== params.toString()) go(placeWith(place, next), { replace });
  };
}

/** A search field whose text goes into the place a moment after the typing. */
export function SearchField({
  name,
  label,
  read = (text) => text.trim(),
}: {
  readonly name: string;
  readonly label: string;
  readonly read?: (text: string) => string;
}) {
  const [params] = useSearchParams();
  const ask = useAsk();
  const asked = params.get(name) ?? '';
  const [typed, type] = useState(asked);
  /** What the place asked for when it and the field were last the same. */
  const [agreed, agree] = useState(asked);
  if (asked !== agreed) {
    // Changed by something else, as by a link that shows all: the field follows, and does not ask for the old text again.
    agree(asked);
    if (read(typed) !== asked) type(asked);
  }
  const wanted = read(typed);
  useEffect(() => {
    if (wanted === agreed) return undefined;
    const timer = setTimeout(() => {
      agree(wanted);
      ask({ [name]: wanted }, true);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <input
      aria-label={label}
      autoComplete="off"
      maxLength={5_000}
      onChange={(event) => type(event.target.value)}
      placeholder={label}
      spellCheck={false}
      type="search"
      value={typed}
    />
  );
}

export interface PagerProps {
  readonly place: string;
  readonly next: string | null;
  readonly label: string;
  readonly older: string;
  readonly newest: string;
}

/** The way to the next page, and back to the first. */
export function Pager({ place, next, label, older, newest }: PagerProps) {
  const [params] = useSearchParams();
  const to = (cursor: string | null): string => {
    const query = new URLSearchParams(params);
    if (cursor === null) query.delete('cursor');
    else query.set('cursor', cursor);
    return placeWith(place, query);
  };
  const first = !params.has('cursor');
  if (first && next === null) return null;
  return (
    <nav aria-label={label} className="pager">
      {first ? <span /> : <Link href={to(null)}>{newest}</Link>}
      {next !== null && <ButtonLink to={to(next)}>{older}</ButtonLink>}
    </nav>
  );
}

export function placeWith(place: string, params: URLSearchParams): string {
  const text = params.toString();
  return text === '' ? place : `${place}?${text}`;
}
