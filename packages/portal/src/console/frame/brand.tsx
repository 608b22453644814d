import { Link, useLocation } from 'wouter';
import { Mark } from '../../app/mark.tsx';
import { ChevronDown } from '../../ui/icons.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { useWorkspaces } from '../data.ts';
import { ADMINISTRATORS, useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { slugOf } from './places.ts';

/** A menu stays a menu: beyond this there is the list of workspaces. */
const MOST = 12;

/** At the left of the top bar: the way home, and the workspace that one is in. */
export function Brand() {
  const { name } = useConsoleTexts();
  return (
    <>
      <Link className="brand-name" href="/workspaces">
        <Mark />
        <span className="brand-product">{name}</span>
      </Link>
      <Switcher />
    </>
  );
}

function Switcher() {
  const { workspaces: texts } = useConsoleTexts();
  const may = useAllowed();
  const [place] = useLocation();
  const slug = slugOf(place);
  const all = (useWorkspaces().data?.items ?? []).filter((it) => it.slug !== ADMINISTRATORS);
  const current = all.find((it) => it.slug === slug);
  if (slug === undefined) return null;
  const items: MenuItem[] = [
    ...all.slice(0, MOST).map((it) => ({ label: it.name ?? it.slug, href: `/w/${it.slug}/overview` })),
    { label: texts.all, href: '/workspaces' },
    ...(may('admin', null) ? [{ label: texts.create, href: '/workspaces/new' }] : []),
  ];
  return (
    <span className="switcher">
      <span aria-hidden="true" className="soft">
        /
      </span>
      <Menu
        items={items}
        label={texts.switch}
        trigger={
          <>
            <bdi className="switcher-name">{current?.name ?? slug}</bdi>
            <ChevronDown />
          </>
        }
      />
    </span>
  );
}
