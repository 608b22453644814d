import type { Reader, Workspace } from '@lostwax/client';
import { useFormat } from '../../texts/format.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { lagOf } from './lag.ts';

/** Whether a gateway has the latest key set, and how many changes it lacks. */
export function ReaderStatus({ of, workspace }: { readonly of: Reader; readonly workspace: Workspace }) {
  const { readers: texts } = useConsoleTexts();
  const format = useFormat();
  const lag = lagOf(of, workspace);
  if (lag === 'unknown') return <span className="soft">{texts.unknown}</span>;
  if (lag === 'other history') return <span className="state disabled">{texts.otherHistory}</span>;
  return (
    <span>
      <span className={`state ${lag === 0 ? 'active' : 'disabled'}`}>
        {lag === 0 ? texts.upToDate : texts.behind(lag, format.number(lag))}
      </span>
    </span>
  );
}
