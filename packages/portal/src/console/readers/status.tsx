import type { Reader, Workspace } from '@lostwax/client';
import { useFormat } from '../../texts/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { lagOf } from './lag.ts';

/** Whether a gateway has the latest key set and, if not, how many changes it is missing. */
export function ReaderStatus({ of, workspace }: { readonly of: Reader; readonly workspace: Workspace }) {
  const { readers: texts } = useConsoleTexts();
  const format = useFormat();
  const lag = lagOf(of, workspace);
  if (lag === 'unknown') return <Badge>{texts.unknown}</Badge>;
  if (lag === 'other history') return <Badge tone="warn">{texts.otherHistory}</Badge>;
  return (
    <Badge tone={lag === 0 ? 'good' : 'warn'}>
      {lag === 0 ? texts.upToDate : texts.behind(lag, format.number(lag))}
    </Badge>
  );
}
