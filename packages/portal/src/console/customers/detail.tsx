import type { Customer, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { Scopes } from '../../keys/scopes.tsx';
import { useFormat } from '../../texts/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Fact } from '../../ui/fact.tsx';
import { Loaded, Note } from '../../ui/states.tsx';
import { DateOf } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useCustomer } from '../data.ts';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { CustomerDanger } from './danger-zone.tsx';
import { CustomerKeys } from './keys.tsx';
import { Limits } from './limits.tsx';
import { CustomerState, mostKeysOf } from './parts.tsx';
import { PortalAccess } from './portal.tsx';
import { useCustomerState } from './state.ts';

/** One customer: its keys, its limits and the actions on it. */
export function CustomerScreen({ id, of }: { readonly id: string; readonly of: Workspace }) {
  const { customers: texts } = useConsoleTexts();
  const customer = useCustomer(of.slug, id);
  const [erased, setErased] = useState(false);
  if (erased) {
    return (
      <div className="screen">
        <ScreenTitle title={texts.erasedTitle} />
        <p>{texts.erased}</p>
        <div className="buttons">
          <ButtonLink to="/customers">{texts.back}</ButtonLink>
        </div>
      </div>
    );
  }
  return (
    <Loaded query={customer}>
      {(found) => <Detail of={found} onErased={() => setErased(true)} workspace={of} />}
    </Loaded>
  );
}

interface DetailProps {
  readonly of: Customer;
  readonly workspace: Workspace;
  readonly onErased: () => void;
}

function Detail({ of, workspace, onErased }: DetailProps) {
  const { customers: texts } = useConsoleTexts();
  const format = useFormat();
  const may = useAllowed();
  const state = useCustomerState(of.id);
  const [editing, edit] = useState(false);
  const owner = may('admin', workspace.slug);
  const limited = of.maxKeys !== null || workspace.maxKeysPerCustomer !== null;
  const most = mostKeysOf(of, workspace, texts, format.number);
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/customers">
          {texts.back}
        </Link>
        <div className="head">
          <div>
            <ScreenTitle title={of.name ?? of.id}>
              <bdi>{of.name ?? of.id}</bdi>
            </ScreenTitle>
            <p className="signs">
              <CustomerState of={of} />
              {of.name !== null && <code className="soft">{of.id}</code>}
            </p>
          </div>
          {owner && <Button onClick={() => edit(true)}>{texts.limits}</Button>}
        </div>
      </div>
      {of.state === 'suspended' && (
        <Note kind="warn">
          <p>{texts.suspended}</p>
          {owner && (
            <div className="buttons">
              <Button busy={state.busy} onClick={() => state.set('active')}>
                {texts.lift}
              </Button>
            </div>
          )}
        </Note>
      )}
      <dl className="facts">
        <Fact name={texts.liveKeys}>
          {limited ? texts.keysOf(format.number(of.liveKeys), most) : format.number(of.liveKeys)}
        </Fact>
        <Fact name={texts.scopes}>
          {of.scopes === null ? texts.scopesInherit : <Scopes of={of.scopes} />}
        </Fact>
        <Fact name={texts.created}>
          <DateOf at={of.createdAt} />
        </Fact>
      </dl>
      <CustomerKeys of={of} workspace={workspace.slug} />
      {may('portal:write', workspace.slug) && <PortalAccess customer={of.id} />}
      {owner && <CustomerDanger of={of} onErased={onErased} state={state} />}
      {editing && <Limits of={of} onClose={() => edit(false)} />}
    </div>
  );
}
