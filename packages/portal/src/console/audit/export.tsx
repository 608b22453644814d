import { useRef, useState } from 'react';
import { useCall } from '../../api/call.ts';
import { download } from '../../app/download.ts';
import { useSession } from '../../app/session.tsx';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { CallFailure } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { type ExportKind, exportAudit } from './export-rows.ts';

/** Exports all matching rows to a file, page by page; can be stopped at any time. */
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
  const call = useCall((kind: ExportKind) => {
    stop.current = new AbortController();
    setRows(0);
    const { signal } = stop.current;
    return exportAudit({ client, workspace: slug, filter, kind, progress: setRows, signal });
  });
  const save = (kind: ExportKind): void =>
    call.run(kind, ({ file }) => download(file, `audit-${slug}.${kind}`));
  const stopped = stop.current?.signal.aborted === true;
  return (
    <div>
      <div className="buttons">
        <Button busy={call.busy} onClick={() => save('csv')}>
          {texts.exportCsv}
        </Button>
        <Button busy={call.busy} onClick={() => save('json')}>
          {texts.exportJson}
        </Button>
        {call.busy && <Button onClick={() => stop.current?.abort()}>{texts.stop}</Button>}
      </div>
      <p className="hint" role="status">
        {call.busy && texts.exporting(format.number(rows))}
        {call.answer && texts.exported(format.number(call.answer.rows))}
      </p>
      {!stopped && <CallFailure error={call.error} />}
    </div>
  );
}
