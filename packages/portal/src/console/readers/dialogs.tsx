import { type NewReader, type Reader, unwrap } from '@lostwax/client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { useRefresh } from '../../keys/calls.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Choice, TextField } from '../../ui/field.tsx';
import { Failure } from '../../ui/states.tsx';
import { numberOrNone } from '../lines.ts';
import { useConsoleTexts } from '../texts/texts.ts';

const MOST_SECONDS = 86_400;
const kinds = ['gateway', 'gate'] as const;

export function Register({ onClose }: { readonly onClose: () => void }) {
  const shared = useTexts();
  const { readers: texts } = useConsoleTexts();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const onSettled = useRefresh();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<NewReader['kind']>('gateway');
  const [refresh, setRefresh] = useState('15');
  const [wrongs, setWrongs] = useState<{ readonly name?: string; readonly refresh?: string }>({});
  const register = useMutation({
    mutationFn: (body: NewReader) =>
      unwrap(client.POST('/v1/workspaces/{workspace}/readers', { params: { path: { workspace } }, body })),
    onSuccess: onClose,
    onSettled,
  });
  const go = (): void => {
    const seconds = numberOrNone(refresh) ?? 0;
    const good = seconds > 0 && seconds <= MOST_SECONDS;
    setWrongs({
      ...(name.trim() === '' && { name: texts.nameWrong }),
      ...(!good && { refresh: texts.refreshWrong }),
    });
    if (name.trim() !== '' && good) register.mutate({ name: name.trim(), kind, refreshSeconds: seconds });
  };
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{shared.actions.cancel}</Button>
          <Button busy={register.isPending} kind="main" onClick={go}>
            {texts.add}
          </Button>
        </>
      }
      onClose={onClose}
      open
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
      {register.isError && <Failure error={register.error} />}
    </Dialog>
  );
}

export function Remove({ of, onClose }: { readonly of: Reader; readonly onClose: () => void }) {
  const shared = useTexts();
  const { readers: texts } = useConsoleTexts();
  const { client } = useSession();
  const { workspace } = useKeysScope();
  const onSettled = useRefresh();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE('/v1/workspaces/{workspace}/readers/{reader}', {
          params: { path: { workspace, reader: of.id } },
        }),
      ),
    onSuccess: onClose,
    onSettled,
  });
  return (
    <Dialog
      buttons={
        <>
          <Button onClick={onClose}>{shared.actions.cancel}</Button>
          <Button busy={remove.isPending} kind="danger main" onClick={() => remove.mutate()}>
            {texts.remove}
          </Button>
        </>
      }
      onClose={onClose}
      open
      title={texts.removeTitle}
    >
      <p>
        <strong>
          <bdi>{of.name}</bdi>
        </strong>
      </p>
      <p>{texts.removeText}</p>
      {remove.isError && <Failure error={remove.error} />}
    </Dialog>
  );
}
