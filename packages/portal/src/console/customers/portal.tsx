import { useRef } from 'react';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useCustomerCalls } from './calls.ts';

/**
 * Opens the customer's portal as the producer's backend would. The link works once and for five minutes, so it is created on
 * click. Browsers block windows that a script opens later, so an empty window opens on click and navigates once the link is
 * ready.
 */
export function PortalAccess({ customer }: { readonly customer: string }) {
  const { customers: texts } = useConsoleTexts();
  const format = useFormat();
  const toast = useToast();
  const { openPortal, endSessions } = useCustomerCalls(customer);
  const tab = useRef<Window>(null);
  const open = (): void => {
    if (openPortal.busy) return;
    tab.current = window.open('', '_blank');
    openPortal.run(undefined, ({ url }) => {
      if (tab.current === null || url === undefined) return;
      tab.current.opener = null;
      tab.current.location.replace(url);
      openPortal.reset();
      toast.show({ text: texts.portalOpened });
    });
  };
  const end = (): void =>
    endSessions.run(undefined, ({ ended }) => toast.show({ text: texts.ended(ended, format.number(ended)) }));
  const blocked = openPortal.answer?.url;
  return (
    <section aria-labelledby="lostwax-portal" className="section">
      <h2 id="lostwax-portal">{texts.portal}</h2>
      <p className="soft prose">{texts.portalText}</p>
      <div className="buttons">
        {blocked === undefined ? (
          <Button busy={openPortal.busy} onClick={open}>
            {texts.openPortal}
          </Button>
        ) : (
          <a className="button main" href={blocked} rel="noopener" target="_blank">
            {texts.portalLink}
          </a>
        )}
        <Button busy={endSessions.busy} kind="quiet" onClick={end}>
          {texts.endSessions}
        </Button>
      </div>
      <CallFailure error={openPortal.error} />
      <CallFailure error={endSessions.error} />
    </section>
  );
}
