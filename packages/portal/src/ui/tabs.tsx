import { useEffect, useRef } from 'react';
import { Link } from 'wouter';

export interface TabLink {
  readonly label: string;
  /** A place below the session. */
  readonly href: string;
  readonly current: boolean;
}

/** Sub-navigation that looks like tabs; on a narrow screen it scrolls sideways, to the current one. */
export function TabLinks({ label, items }: { readonly label: string; readonly items: readonly TabLink[] }) {
  const nav = useRef<HTMLElement>(null);
  const current = items.find((item) => item.current)?.href;
  useEffect(() => {
    const tab = current === undefined ? null : nav.current?.querySelector<HTMLElement>('[aria-current]');
    // Not scrollIntoView, which would move the page too.
    if (tab && nav.current)
      nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav aria-label={label} className="tabs" ref={nav}>
      {items.map((item) => (
        <Link aria-current={item.current ? 'page' : undefined} href={item.href} key={item.href}>
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
