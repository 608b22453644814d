import { type NewReader, type Reader, unwrap } from '@lostwax/client';
import { useState } from 'react';
import { useCall } from '../../api/call.ts';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { Choice, TextField } from '../../ui/field.tsx';
import { numberOrNone } from '../lines.ts';
import { useConsoleTexts } from '../texts/texts.ts';

const MOST_SECONDS = 86_400;
const kinds = ['gateway', 'gate'] as const;

export function Register({ onClose }: { readonly onClose: () => void }) {
  const { readers: texts } = useConsoleTexts();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const refreshAll = useRefresh();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<NewReader['kind']>('gateway');
  const [refresh, setRefresh] = useState('15');
  const [wrongs, setWrongs] = useState<{ readonly name?: string; readonly refresh?: string }>({});
  const register = useCall(
    (body: NewReader) =>
      unwrap(client.POST('/v1/workspaces/{workspace}/readers', { params: { path: { workspace } }, body })),
    refreshAll,
  );
  const go = (): void => {
    const seconds = numberOrNone(refresh) ?? 0;
    const good = seconds > 0 && seconds <= MOST_SECONDS;
    setWrongs({
      ...(name.trim() === '' && { name: texts.nameWrong }),
      ...(!good && { refresh: texts.refreshWrong }),
    });
    if (name.trim() !== '' && good)
      register.run({ name: name.trim(), kind, refreshSeconds: seconds }, onClose);
  };
  return (
    <Ask
      about={<p>{texts.intro}</p>}
      call={register}
      confirm={texts.add}
      onClose={onClose}
      onConfirm={go}
      title={texts.register}
    >
      <TextField
        label={texts.name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
        value={name}
        wrong={wrongs.name}
      />
      <fieldset className="choices">
        <legend>{texts.kind}</legend>
        {kinds.map((it) => (
          <Choice
            checked={kind === it}
            hint={texts.kindHints[it]}
            key={it}
            label={texts.kinds[it]}
            name="kind"
            onChange={() => setKind(it)}
            type="radio"
          />
        ))}
      </fieldset>
      <TextField
        inputMode="numeric"
        label={texts.refresh}
        onChange={(event) => setRefresh(event.target.value)}
        value={refresh}
        wrong={wrongs.refresh}
      />
    </Ask>
  );
}

export interface RemoveProps {
  readonly of: Reader;
  readonly onClose: () => void;
  /** Hears that it is removed; otherwise {@link onClose} does. */
  readonly onDone?: () => void;
}

export function Remove({ of, onClose, onDone = onClose }: RemoveProps) {
  const { readers: texts } = useConsoleTexts();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const remove = useCall(
    () =>
      unwrap(
        client.DELETE('/v1/workspaces/{workspace}/readers/{reader}', {
          params: { path: { workspace, reader: of.id } },
        }),
      ),
    useRefresh(),
  );
  return (
    <Ask
      about={
        <>
          <p>
            <strong>
              <bdi>{of.name}</bdi>
            </strong>
          </p>
          <p>{texts.removeText}</p>
        </>
      }
      call={remove}
      confirm={texts.remove}
      dangerous
      onClose={onClose}
      onConfirm={() => remove.run(undefined, onDone)}
      title={texts.removeTitle}
    />
  );
}
