import type { Customer, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { Scopes } from '../../keys/scopes.tsx';
import { useFormat } from '../../texts/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CallFailure, Loaded, Note } from '../../ui/states.tsx';
import { DateOf } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useCustomer } from '../data.ts';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { AskState } from './ask-state.tsx';
import { useCustomerCalls } from './calls.ts';
import { Erase } from './erase.tsx';
import { Limits } from './limits.tsx';
import { CustomerState, mostKeysOf } from './parts.tsx';

/** One customer: its limits, its state, and the ways to its keys and its portal. */
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

type Asking = 'state' | 'limits' | 'erase';

interface DetailProps {
  readonly of: Customer;
  readonly workspace: Workspace;
  readonly onErased: () => void;
}

function Detail({ of, workspace, onErased }: DetailProps) {
  const { customers: texts } = useConsoleTexts();
  const format = useFormat();
  const may = useAllowed();
  const [asking, ask] = useState<Asking>();
  const close = (): void => ask(undefined);
  const owner = may('admin', workspace.slug);
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
          {owner && (
            <div className="buttons">
              <Button onClick={() => ask('limits')}>{texts.limits}</Button>
              <Button onClick={() => ask('state')}>
                {of.state === 'active' ? texts.suspend : texts.lift}
              </Button>
              <Button kind="danger" onClick={() => ask('erase')}>
                {texts.erase}
              </Button>
            </div>
          )}
        </div>
      </div>
      {of.state === 'suspended' && (
        <Note kind="warn">
          <p>{texts.suspended}</p>
        </Note>
      )}
      <dl className="facts">
        <div>
          <dt>{texts.liveKeys}</dt>
          <dd>
            <Link href={`/keys?customer=${encodeURIComponent(of.id)}`}>{format.number(of.liveKeys)}</Link>
          </dd>
        </div>
        <div>
          <dt>{texts.maxKeys}</dt>
          <dd>{mostKeysOf(of, workspace, texts, format.number)}</dd>
        </div>
        <div>
          <dt>{texts.created}</dt>
          <dd>
            <DateOf at={of.createdAt} />
          </dd>
        </div>
        <div className="wide-fact">
          <dt>{texts.scopes}</dt>
          <dd>{of.scopes === null ? texts.scopesInherit : <Scopes of={of.scopes} />}</dd>
        </div>
      </dl>
      <div className="buttons">
        <ButtonLink to={`/keys?customer=${encodeURIComponent(of.id)}`}>{texts.keys}</ButtonLink>
      </div>
      {may('portal:write', workspace.slug) && <Portal customer={of.id} />}
      {asking === 'state' && <AskState of={of} onClose={close} />}
      {asking === 'limits' && <Limits of={of} onClose={close} />}
      {asking === 'erase' && <Erase of={of} onClose={close} onDone={onErased} />}
    </div>
  );
}

/**
 * Opens the customer's portal as the producer's backend would. The link works once and for five minutes, so it is made at the click and is
 * shown as one: a window that a script opens later is blocked by browsers.
 */
function Portal({ customer }: { readonly customer: string }) {
  const { customers: texts, places } = useConsoleTexts();
  const format = useFormat();
  const { openPortal, endSessions } = useCustomerCalls(customer);
  const url = openPortal.answer?.url;
  const ended = endSessions.answer?.ended;
  return (
    <section aria-labelledby="lostwax-portal" className="section">
      <h2 id="lostwax-portal">{places.portal}</h2>
      <div className="buttons">
        {url === undefined ? (
          <Button busy={openPortal.busy} onClick={() => openPortal.run(undefined)}>
            {texts.openPortal}
          </Button>
        ) : (
          <a
            className="button main"
            href={url}
            onClick={() => setTimeout(() => openPortal.reset())}
            rel="noopener"
            target="_blank"
          >
            {texts.portalLink}
          </a>
        )}
        <Button busy={endSessions.busy} onClick={() => endSessions.run(undefined)}>
          {texts.endSessions}
        </Button>
      </div>
      <p className="hint">{texts.endSessionsText}</p>
      <CallFailure error={openPortal.error} />
      <CallFailure error={endSessions.error} />
      <p role="status">{ended !== undefined && texts.ended(ended, format.number(ended))}</p>
    </section>
  );
}
