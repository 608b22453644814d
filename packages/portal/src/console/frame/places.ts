import { useLocation } from 'wouter';
import type { Place } from '../../app/shell.tsx';
import { ADMINISTRATORS, useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** The workspace of a place such as `/w/acme_live/keys`; none elsewhere, nor for administrators' keys, which are no workspace to people. */
export function slugOf(place: string): string | undefined {
  const slug = /^\/w\/([^/]+)/.exec(place)?.[1];
  return slug === ADMINISTRATORS ? undefined : slug;
}

/** The tabs below the top bar: those of the workspace that one is in, or those of the whole console. */
export function usePlaces(): readonly Place[] {
  const { places } = useConsoleTexts();
  const may = useAllowed();
  const [place] = useLocation();
  const slug = slugOf(place);
  if (slug === undefined) {
    const owner = may('admin', null);
    return [
      { to: '/workspaces', name: places.workspaces },
      ...(owner ? [{ to: `/w/${ADMINISTRATORS}`, name: places.administrators }] : []),
      ...(owner ? [{ to: '/people', name: places.people }] : []),
    ];
  }
  const base = `/w/${slug}`;
  return [
    { to: `${base}/overview`, name: places.overview },
    { to: `${base}/keys`, name: places.keys },
    { to: `${base}/customers`, name: places.customers },
    ...(may('audit:read', slug) ? [{ to: `${base}/audit`, name: places.audit }] : []),
    { to: `${base}/gateways`, name: places.readers },
    ...(may('admin', slug) ? [{ to: `${base}/settings`, name: places.settings }] : []),
  ];
}
