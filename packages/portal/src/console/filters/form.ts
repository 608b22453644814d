import { useState } from 'react';
import { useAsk, useAsked } from '../../app/asked.tsx';

/** Fields whose values are parameters of the address once the form is sent. */
export interface FilterForm<Name extends string> {
  /** What is in the fields now. */
  readonly typed: Readonly<Record<Name, string>>;
  /** What the address asks for; what is empty is left out. */
  readonly asked: Readonly<Record<string, string>>;
  set(name: Name, value: string): void;
  /** Asks for what is in the fields, with these changes; with `replace`, "Back" skips what was asked before. */
  submit(changes?: Partial<Record<Name, string>>, replace?: boolean): void;
  clear(): void;
}

/** Keeps a form of filters and the address together: a reload, "Back" and a shared link show the same. */
export function useFilterForm<Name extends string>(names: readonly Name[]): FilterForm<Name> {
  const asked = useAsked(names);
  const ask = useAsk();
  const address = JSON.stringify(asked);
  const [typed, setTyped] = useState(() => filled(names, asked));
  const [agreed, agree] = useState(address);
  if (address !== agreed) {
    // Changed by "Back" or by a link: the fields follow.
    agree(address);
    setTyped(filled(names, asked));
  }
  const go = (values: Record<Name, string>, replace = false): void => {
    setTyped(values);
    ask(Object.fromEntries(names.map((name) => [name, values[name].trim()])), replace);
  };
  return {
    typed,
    asked,
    set: (name, value) => setTyped({ ...typed, [name]: value }),
    submit: (changes = {}, replace = false) => go({ ...typed, ...changes }, replace),
    clear: () => go(filled(names, {})),
  };
}

function filled<Name extends string>(
  names: readonly Name[],
  from: Readonly<Record<string, string | undefined>>,
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? ''])) as Record<Name, string>;
}
