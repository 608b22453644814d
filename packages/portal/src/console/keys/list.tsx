import type { Key, Workspace } from '@lostwax/client';
import { Link } from 'wouter';
import { useAskedKeys } from '../../keys/list/asked.ts';
import { KeyList } from '../../keys/list/key-list.tsx';
import { useKeysScope } from '../../keys/scope.tsx';
import { useTexts } from '../../texts/texts.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { KeyIcon } from '../../ui/icons.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { ADMINISTRATORS } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { Owner } from './owner.tsx';

/** The keys of all customers, or of one. The URL holds search, filter and sorting. */
export function ConsoleKeysScreen({ of }: { readonly of: Workspace }) {
  const shared = useTexts();
  const texts = useConsoleTexts();
  const { may } = useKeysScope();
  const { customer } = useAskedKeys();
  const administrators = of.slug === ADMINISTRATORS;
  const owners = {
    label: administrators ? texts.admins.who : texts.keys.customer,
    show: (key: Key) => <Owner linked={!administrators} of={key} />,
  };
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={titleOf()}>
            {customer === undefined ? titleOf() : <bdi>{texts.keys.of(customer)}</bdi>}
          </ScreenTitle>
          {administrators && <p className="soft prose">{texts.admins.intro}</p>}
          {customer !== undefined && <Link href="/keys">{texts.keys.everyone}</Link>}
        </div>
        <div className="buttons">
          {may('revoke') && <ButtonLink to="/keys/revoke">{texts.keys.revokeMany}</ButtonLink>}
          {may('create') && (
            <ButtonLink
              kind="main"
              to={customer === undefined ? '/keys/new' : `/keys/new?customer=${encodeURIComponent(customer)}`}
            >
              {administrators ? texts.admins.create : texts.keys.issue}
            </ButtonLink>
          )}
        </div>
      </div>
      <KeyList
        label={texts.keys.all}
        none={<Empty icon={<KeyIcon />} title={shared.keys.noneTitle} />}
        owners={customer === undefined ? owners : undefined}
      />
    </div>
  );

  function titleOf(): string {
    return administrators ? texts.admins.title : texts.keys.all;
  }
}
