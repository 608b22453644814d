import { createClient, type Key, unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCall } from '../api/call.ts';
import { codeOf } from '../api/errors.ts';
import { useForgottenOnLeave } from '../app/forget.ts';
import { useSession } from '../app/session.tsx';
import { bareKeyIdIn, keyIdIn, keyTextIn, opaqueEndingIn } from '../found/key-text.ts';
import { isLive } from '../keys/advice.ts';
import { readByEnding, readKey, useRefresh, workspaceData } from '../keys/calls.ts';
import { ConfirmRevoke } from '../keys/confirm.tsx';
import { KeyName, KeyStateOf } from '../keys/key-name.tsx';
import { LastUsed } from '../keys/last-used.tsx';
import { LiveSign } from '../keys/live-sign.tsx';
import { useRights } from '../keys/rights.ts';
import { useKeysScope } from '../keys/scope.tsx';
import { useTexts } from '../texts/texts.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Ask } from '../ui/dialog.tsx';
import { Fact } from '../ui/fact.tsx';
import { Field } from '../ui/field.tsx';
import { Heading } from '../ui/heading.tsx';
import { Loaded, Note } from '../ui/states.tsx';
import { DateOf } from '../ui/time.tsx';
import { ScreenTitle } from '../ui/title.tsx';

const MOST_CHARACTERS = 20_000;

/** Report a leaked key: shows which key it is and lets anyone revoke it, whoever it belongs to. */
export function FoundScreen() {
  const texts = useTexts();
  const [pasted, paste] = useState('');
  const [ended, setEnded] = useState<Key>();
  useForgottenOnLeave(() => paste(''));
  const keyId = keyIdIn(pasted) || bareKeyIdIn(pasted);
  const ending = keyId === undefined ? opaqueEndingIn(pasted) : undefined;
  const end = (key: Key): void => {
    // The pasted text is no longer needed.
    paste('');
    setEnded(key);
  };
  return (
    <div className="screen">
      <div>
        <ScreenTitle title={texts.found.title} />
        <p className="soft prose">{texts.found.intro}</p>
      </div>
      {ended === undefined ? (
        <div className="found">
          <Field label={texts.found.paste}>
            {(control) => (
              <textarea
                {...control}
                autoComplete="off"
                className="mono"
                maxLength={MOST_CHARACTERS}
                onChange={(event) => paste(event.target.value)}
                rows={5}
                spellCheck={false}
                value={pasted}
              />
            )}
          </Field>
          <div aria-live="polite">
            {pasted.trim() !== '' && keyId === undefined && ending === undefined && (
              <Note>{texts.found.none}</Note>
            )}
            {keyId !== undefined && <Which keyId={keyId} onEnded={end} token={keyTextIn(pasted)} />}
            {ending !== undefined && <Which ending={ending} onEnded={end} token={keyTextIn(pasted)} />}
          </div>
        </div>
      ) : (
        <Ended of={ended} onAnother={() => setEnded(undefined)} />
      )}
    </div>
  );
}

interface FoundKey {
  /** Undefined for an opaque key or a client secret: then its ending says which it is. */
  readonly keyId?: string;
  readonly ending?: string;
  /** The complete key, if it was pasted: anyone who has a key may revoke it. */
  readonly token: string | undefined;
  readonly onEnded: (key: Key) => void;
}

function Which({ keyId, ending = '', token, onEnded }: FoundKey) {
  const scope = useKeysScope();
  const key = useQuery({
    queryKey: [...workspaceData(scope.workspace), 'found', keyId ?? ending],
    queryFn: ({ signal }) =>
      (keyId === undefined ? readByEnding(scope, ending, signal) : readKey(scope, keyId, signal)).catch(
        (error: unknown) => {
          if (codeOf(error) === 'key_not_found') return null;
          throw error;
        },
      ),
  });
  return (
    <Loaded query={key}>
      {(found) =>
        found === null ? (
          <Foreign keyId={keyId ?? `…${ending}`} onEnded={onEnded} token={token} />
        ) : (
          <Own of={found} onEnded={onEnded} token={token} />
        )
      }
    </Loaded>
  );
}

function Own({ of, token, onEnded }: { readonly of: Key } & Omit<FoundKey, 'keyId' | 'ending'>) {
  const texts = useTexts();
  const rights = useRights(of);
  const [asking, ask] = useState(false);
  return (
    <Card title={texts.found.yours}>
      <KeyName of={of} to={`/keys/${of.id}`} />
      <dl className="facts">
        <Fact name={texts.keys.columns.state}>
          <KeyStateOf of={of} />
        </Fact>
        <Fact name={texts.keys.columns.lastUsed}>
          <LastUsed of={of} />
        </Fact>
        <Fact name={of.imported ? texts.keys.columns.imported : texts.keys.columns.created}>
          <DateOf at={of.createdAt} />
        </Fact>
      </dl>
      <p className="soft">{isLive(of) ? texts.found.readRest : texts.found.ended}</p>
      {isLive(of) && (
        <div className="buttons">
          {rights.revoke ? (
            <Button kind="danger main" onClick={() => ask(true)}>
              {texts.key.revokeKey}
            </Button>
          ) : (
            token !== undefined && <EndByText onEnded={onEnded} token={token} />
          )}
          {rights.rotate && <ButtonLink to={`/keys/${of.id}/rotate`}>{texts.key.rotate}</ButtonLink>}
        </div>
      )}
      {asking && (
        <ConfirmRevoke of={of} onClose={() => ask(false)} onDone={onEnded} reason={texts.found.reason} />
      )}
    </Card>
  );
}

function Foreign({ keyId, token, onEnded }: Omit<FoundKey, 'ending'>) {
  const texts = useTexts();
  return (
    <Card title={texts.found.foreign}>
      <code>{keyId}</code>
      <p className="soft">{token === undefined ? texts.found.foreignNeedsText : texts.found.foreignText}</p>
      {token !== undefined && (
        <div className="buttons">
          <EndByText onEnded={onEnded} token={token} />
        </div>
      )}
    </Card>
  );
}

/** Revokes a key with only its own token, as anyone may: the request is authenticated with the key, not the session. */
function EndByText({
  token,
  onEnded,
}: Omit<FoundKey, 'keyId' | 'ending' | 'token'> & { readonly token: string }) {
  const texts = useTexts();
  const { connection } = useSession();
  const [asking, ask] = useState(false);
  const call = useCall(() => {
    const client = createClient({
      url: connection.authority,
      key: token,
      fetch: (request) => fetch(request, { credentials: 'omit' }),
    });
    return unwrap(client.POST('/v1/self/revoke'));
  }, useRefresh());
  const done = (key: Key): void => {
    ask(false);
    onEnded(key);
  };
  return (
    <>
      <Button kind="danger main" onClick={() => ask(true)}>
        {texts.key.revokeKey}
      </Button>
      {asking && (
        <Ask
          about={<p>{texts.revoke.stops}</p>}
          call={call}
          confirm={texts.revoke.confirm}
          dangerous
          failure={codeOf(call.error) === 'invalid_key' ? texts.found.notAccepted : undefined}
          onClose={() => ask(false)}
          onConfirm={() => call.run(undefined, done)}
          title={texts.revoke.title}
        />
      )}
    </>
  );
}

function Ended({ of, onAnother }: { readonly of: Key; readonly onAnother: () => void }) {
  const texts = useTexts();
  return (
    <Note kind="good">
      <Heading>{texts.found.doneTitle}</Heading>
      <KeyName of={of} />
      <p>{texts.found.done}</p>
      <LiveSign changedAt={of.revokedAt ?? of.createdAt} keyId={of.id} />
      <div className="buttons">
        <Button onClick={onAnother}>{texts.found.another}</Button>
      </div>
    </Note>
  );
}
