import { useEffect, useRef } from 'react';
import { Link } from 'wouter';

export interface TabLink {
  readonly label: string;
  /** A place below the session. */
  readonly href: string;
  readonly current: boolean;
}

/** Sub-navigation that looks like tabs; on a narrow screen it scrolls sideways, to the current one, and fades where it is cut. */
export function TabLinks({ label, items }: { readonly label: string; readonly items: readonly TabLink[] }) {
  const nav = useRef<HTMLElement>(null);
  const current = items.find((item) => item.current)?.href;
  useEffect(() => {
    const tab = current === undefined ? null : nav.current?.querySelector<HTMLElement>('[aria-current]');
    // Not scrollIntoView, which would move the page too.
    if (tab && nav.current)
      nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  useEffect(() => {
    const { current: bar } = nav;
    if (bar === null) return undefined;
    const mark = (): void => {
      const rest = bar.scrollWidth - bar.clientWidth - bar.scrollLeft;
      bar.toggleAttribute('data-cut-start', bar.scrollLeft > 1);
      bar.toggleAttribute('data-cut-end', rest > 1);
    };
    mark();
    const watch = new ResizeObserver(mark);
    watch.observe(bar);
    bar.addEventListener('scroll', mark);
    return () => {
      watch.disconnect();
      bar.removeEventListener('scroll', mark);
    };
  }, []);
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
