import type { NewReader, Reader } from '@lostwax/client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Ask } from '../../ui/dialog.tsx';
import { Radios } from '../../ui/radios.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { useGatewayCalls } from './calls.ts';
import { NameAndRefresh, useNameAndRefresh } from './name-and-refresh.tsx';
import { gatewayPlace } from './place.ts';

const kinds = ['gateway', 'gate'] as const;

/** Adds a gateway, then opens its page with the configuration. */
export function AddGateway({ onClose }: { readonly onClose: () => void }) {
  const { readers: texts } = useConsoleTexts();
  const toast = useToast();
  const [, go] = useLocation();
  const { add } = useGatewayCalls();
  const fields = useNameAndRefresh({ name: '', refreshSeconds: 15 });
  const [kind, setKind] = useState<NewReader['kind']>('gateway');
  const submit = (): void => {
    const good = fields.read();
    if (good === undefined) return;
    add.run({ ...good, kind }, ({ id }) => {
      toast.show({ text: texts.added });
      go(gatewayPlace(id));
      onClose();
    });
  };
  return (
    <Ask
      about={<p>{texts.intro}</p>}
      call={add}
      confirm={texts.register}
      onClose={onClose}
      onConfirm={submit}
      title={texts.register}
    >
      <NameAndRefresh of={fields} />
      <Radios
        hintOf={(it) => texts.kindHints[it]}
        labelOf={(it) => texts.kinds[it]}
        legend={texts.kind}
        name="kind"
        onChange={setKind}
        value={kind}
        values={kinds}
      />
    </Ask>
  );
}

export function EditGateway({ of, onClose }: { readonly of: Reader; readonly onClose: () => void }) {
  const { readers: texts } = useConsoleTexts();
  const toast = useToast();
  const { change } = useGatewayCalls();
  const fields = useNameAndRefresh(of);
  const submit = (): void => {
    const good = fields.read();
    if (good === undefined) return;
    change.run({ id: of.id, ...good }, () => {
      toast.show({ text: texts.saved });
      onClose();
    });
  };
  return (
    <Ask
      about=""
      call={change}
      confirm={texts.save}
      onClose={onClose}
      onConfirm={submit}
      title={texts.editTitle}
    >
      <NameAndRefresh of={fields} />
    </Ask>
  );
}

export interface RemoveProps {
  readonly of: Reader;
  readonly onClose: () => void;
  /** Called after removal; otherwise {@link onClose} is called. */
  readonly onDone?: () => void;
}

export function Remove({ of, onClose, onDone = onClose }: RemoveProps) {
  const { readers: texts } = useConsoleTexts();
  const toast = useToast();
  const { remove } = useGatewayCalls();
  const submit = (): void =>
    remove.run(of.id, () => {
      toast.show({ text: texts.removed });
      onDone();
    });
  return (
    <Ask
      about={<p>{texts.removeText}</p>}
      call={remove}
      confirm={texts.remove}
      dangerous
      onClose={onClose}
      onConfirm={submit}
      title={texts.removeTitle(of.name)}
    />
  );
}
