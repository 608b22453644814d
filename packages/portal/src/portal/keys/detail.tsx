import type { Key } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../../app/now.ts';
import { useSession } from '../../app/session.tsx';
import { History } from '../../history/history.tsx';
import { type KeyAction, KeyDialog } from '../../keys/actions.tsx';
import { isLive } from '../../keys/advice.ts';
import { useKey } from '../../keys/calls.ts';
import { KeyFacts } from '../../keys/facts.tsx';
import { KeyStateOf } from '../../keys/key-name.tsx';
import { LiveSign } from '../../keys/live-sign.tsx';
import { type KeyRights, useRights } from '../../keys/rights.ts';
import { Rotation } from '../../keys/rotation.tsx';
import { Usage } from '../../keys/usage.tsx';
import { Warnings } from '../../keys/warnings.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { DangerAction, DangerZone } from '../../ui/danger-zone.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Note } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { LoadedKey } from './loaded-key.tsx';

/** One key: its details, its usage and the actions on it. */
export function KeyScreen({ keyId }: { readonly keyId: string }) {
  const key = useKey(keyId);
  return <LoadedKey query={key}>{(found) => <KeyDetail key={found.id} of={found} />}</LoadedKey>;
}

function KeyDetail({ of }: { readonly of: Key }) {
  const texts = useTexts();
  const now = useNow();
  const rights = useRights(of);
  const [asking, ask] = useState<KeyAction>();
  /** When the last change was made on this page; earlier changes are in the record. */
  const [changedAt, setChangedAt] = useState<string>();
  const close = (): void => ask(undefined);
  const done = (): void => setChangedAt(new Date().toISOString());
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/keys">
          {texts.actions.back}
        </Link>
        <div className="head">
          <div>
            <ScreenTitle title={texts.key.title(of.name ?? of.ending)}>
              {of.name === null ? <span className="soft">{texts.keys.unnamed}</span> : <bdi>{of.name}</bdi>}
            </ScreenTitle>
            <div className="signs">
              <KeyStateOf of={of} />
              <LiveSign changedAt={changedAt ?? lastChangeOf(of)} keyId={of.id} />
            </div>
          </div>
          <Actions ask={ask} of={of} rights={rights} />
        </div>
      </div>
      <Standing of={of} />
      <Warnings now={now} of={of} />
      <KeyFacts of={of} />
      <Rotation of={of} />
      <Usage of={of} />
      <section aria-labelledby="lostwax-history" className="section">
        <Heading id="lostwax-history">{texts.history.ofKey}</Heading>
        <History keyId={of.id} />
      </section>
      {rights.revoke && (
        <DangerZone>
          <DangerAction about={texts.revoke.stops} title={texts.key.revokeKey}>
            <Button kind="danger" onClick={() => ask('revoke')}>
              {texts.key.revoke}
            </Button>
          </DangerAction>
        </DangerZone>
      )}
      {asking && <KeyDialog action={asking} of={of} onClose={close} onDone={done} />}
    </div>
  );
}

/** When the key last became valid or invalid, according to its record. */
function lastChangeOf({ revokedAt, state, expiresAt, createdAt }: Key): string {
  return revokedAt ?? (state === 'expired' ? expiresAt : null) ?? createdAt;
}

interface ActionsProps {
  readonly of: Key;
  readonly rights: KeyRights;
  readonly ask: (what: KeyAction) => void;
}

function Actions({ of, rights, ask }: ActionsProps) {
  const texts = useTexts();
  const own = useSession().info.kind === 'portal';
  if (!isLive(of)) return null;
  return (
    <div className="buttons">
      {rights.rename && <Button onClick={() => ask('rename')}>{texts.key.rename}</Button>}
      {rights.disable && <Button onClick={() => ask('disable')}>{texts.key.disable}</Button>}
      {rights.enable && (
        <Button kind="main" onClick={() => ask('enable')}>
          {texts.key.enable}
        </Button>
      )}
      {rights.rotate && (
        <ButtonLink kind={own ? 'main' : 'plain'} to={`/keys/${of.id}/rotate`}>
          {texts.key.rotate}
        </ButtonLink>
      )}
    </div>
  );
}

/** What a state other than active means for programs that still use the key. */
function Standing({ of: { state, method, revocationReason, disabledBy } }: { readonly of: Key }) {
  const texts = useTexts();
  if (state === 'active') return null;
  const words = {
    disabled: disabledBy === 'producer' ? texts.key.disabledByProvider : texts.key.disabled,
    expired: texts.key.expiredNote,
    revoked: method === 'shared-signed' ? texts.key.revokedSharedNote : texts.key.revokedNote,
  };
  return (
    <Note kind={state === 'disabled' ? 'warn' : 'plain'}>
      <p>{words[state]}</p>
      {revocationReason !== null && (
        <p>
          <bdi>{texts.history.reason(revocationReason)}</bdi>
        </p>
      )}
    </Note>
  );
}
