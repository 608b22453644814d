import type { NewReader } from '@lostwax/client';
import { useState } from 'react';
import { TextField } from '../../ui/field.tsx';
import { numberOrNone } from '../lines.ts';
import { useConsoleTexts } from '../texts/texts.ts';

const MOST_SECONDS = 86_400;

type Values = Pick<NewReader, 'name' | 'refreshSeconds'>;

/** Two fields and their errors. */
export function useNameAndRefresh(first: Values) {
  const { readers: texts } = useConsoleTexts();
  const [name, setName] = useState(first.name);
  const [refresh, setRefresh] = useState(String(first.refreshSeconds));
  const [wrongs, setWrongs] = useState<{ readonly name?: string; readonly refresh?: string }>({});
  /** The values; undefined if one is invalid, in which case the fields show the error. */
  const read = (): Values | undefined => {
    const seconds = numberOrNone(refresh) ?? 0;
    const good = seconds > 0 && seconds <= MOST_SECONDS;
    setWrongs({
      ...(name.trim() === '' && { name: texts.nameWrong }),
      ...(!good && { refresh: texts.refreshWrong }),
    });
    return name.trim() !== '' && good ? { name: name.trim(), refreshSeconds: seconds } : undefined;
  };
  return { name, setName, refresh, setRefresh, wrongs, read };
}

export function NameAndRefresh({ of }: { readonly of: ReturnType<typeof useNameAndRefresh> }) {
  const { readers: texts } = useConsoleTexts();
  return (
    <>
      <TextField
        label={texts.name}
        maxLength={100}
        onChange={({ target }) => of.setName(target.value)}
        value={of.name}
        wrong={of.wrongs.name}
      />
      <TextField
        inputMode="numeric"
        label={texts.refresh}
        onChange={({ target }) => of.setRefresh(target.value)}
        value={of.refresh}
        wrong={of.wrongs.refresh}
      />
    </>
  );
}
