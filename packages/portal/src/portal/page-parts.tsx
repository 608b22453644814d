import type { SessionInfo } from '../api/session.ts';
import { AccountMenu } from '../app/account-menu.tsx';
import { SessionEnded } from '../app/session-ended.tsx';
import { useTexts } from '../texts/texts.ts';
import { ScreenTitle } from '../ui/title.tsx';

/** The producer's page, if one was given and its URL is valid: the URL is untrusted text. */
export function returnPage({ returnUrl }: SessionInfo): URL | undefined {
  const url = returnUrl === null ? null : URL.parse(returnUrl);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

/** The exits of the standalone portal: back to the producer's page, and signing out. */
export function WaysOut({ info, onLeave }: { readonly info: SessionInfo; readonly onLeave: () => void }) {
  const texts = useTexts();
  const page = returnPage(info);
  const { docsUrl, supportUrl } = info.workspace ?? {};
  return (
    <>
      {page !== undefined && (
        <a className="button quiet only-wide" href={page.href}>
          {texts.shell.backTo(page.host)}
        </a>
      )}
      <AccountMenu
        actions={[
          ...(page === undefined ? [] : [{ label: texts.shell.backTo(page.host), href: page.href }]),
          ...(docsUrl ? [{ label: texts.shell.docs, href: docsUrl }] : []),
          ...(supportUrl ? [{ label: texts.shell.support, href: supportUrl }] : []),
          { label: texts.shell.leave, onPress: onLeave },
        ]}
        who={<bdi>{info.customer?.name ?? info.customer?.id}</bdi>}
      />
    </>
  );
}

/** Opens the portal again in another tab, so that this one keeps unsaved input. */
export function OpenAgain({ info }: { readonly info: SessionInfo }) {
  const texts = useTexts();
  const page = returnPage(info);
  return (
    <SessionEnded
      about={<p>{texts.session.ended}</p>}
      buttons={
        page !== undefined && (
          <a className="button main" href={page.href} rel="noopener" target="_blank">
            {texts.session.openAgain(page.host)}
          </a>
        )
      }
    />
  );
}

/** After signing out, if there is no page to return to. */
export function Left() {
  const texts = useTexts();
  return (
    <main className="centre">
      <ScreenTitle title={texts.session.leftTitle} />
      <p>{texts.session.left}</p>
    </main>
  );
}
