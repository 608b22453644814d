import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { Failure } from '../../ui/states.tsx';
import { download } from '../download.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { type ExportKind, exportAudit } from './export-rows.ts';

/** All that fits the filter as a file, read page by page, and stopped at any time. */
export function Export({
  slug,
  filter,
}: {
  readonly slug: string;
  readonly filter: Readonly<Record<string, string>>;
}) {
  const { audit: texts } = useConsoleTexts();
  const format = useFormat();
  const { client } = useSession();
  const [rows, setRows] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const run = useMutation({
    mutationFn: (kind: ExportKind) => {
      stop.current = new AbortController();
      setRows(0);
      return exportAudit({
        client,
        workspace: slug,
        filter,
        kind,
        progress: setRows,
        signal: stop.current.signal,
      });
    },
    onSuccess: ({ file }, kind) => download(file, `audit-${slug}.${kind}`),
  });
  const stopped = stop.current?.signal.aborted === true;
  return (
    <div>
      <div className="buttons">
        <Button busy={run.isPending} onClick={() => run.mutate('csv')}>
          {texts.exportCsv}
        </Button>
        <Button busy={run.isPending} onClick={() => run.mutate('json')}>
          {texts.exportJson}
        </Button>
        {run.isPending && <Button onClick={() => stop.current?.abort()}>{texts.stop}</Button>}
      </div>
      <p className="hint" role="status">
        {run.isPending && texts.exporting(format.number(rows))}
        {run.data && texts.exported(format.number(run.data.rows))}
      </p>
      {run.isError && !stopped && <Failure error={run.error} />}
    </div>
  );
}
