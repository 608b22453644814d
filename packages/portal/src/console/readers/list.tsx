import type { Reader, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../texts/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useReaders, useWorkspace } from '../data.ts';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { Register, Remove } from './dialogs.tsx';
import { changesOf } from './lag.ts';
import { gatewayPlace } from './place.ts';
import { ReaderStatus } from './status.tsx';

/** What is shown changes by itself. */
const REFRESH_MS = 3_000;

/** Gateways and gates that are registered: what each has seen, and how far it is behind. */
export function ReadersScreen({ of: first }: { readonly of: Workspace }) {
  const { readers: texts } = useConsoleTexts();
  const may = useAllowed();
  const workspace = useWorkspace(first.slug, REFRESH_MS).data ?? first;
  const readers = useReaders(first.slug, REFRESH_MS);
  const [registering, register] = useState(false);
  const format = useFormat();
  const owner = may('admin', first.slug);
  const changes = changesOf(workspace.position);
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.title} />
          <p className="soft prose">{texts.intro}</p>
        </div>
        <div className="buttons">
          <ButtonLink to="/gateways/configuration">{texts.configuration}</ButtonLink>
          {owner && (
            <Button kind="main" onClick={() => register(true)}>
              {texts.register}
            </Button>
          )}
        </div>
      </div>
      <Loaded query={readers}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={texts.noneTitle}>{texts.none}</Empty>
          ) : (
            <>
              <Table owner={owner} readers={items} workspace={workspace} />
              <Tracking readers={items} workspace={workspace} />
              {changes !== undefined && <p className="hint">{texts.head(format.number(changes))}</p>}
            </>
          )
        }
      </Loaded>
      {registering && <Register onClose={() => register(false)} />}
    </div>
  );
}

/** Whether uses are tracked in full, and what is missing. */
function Tracking({ readers, workspace }: Omit<TableProps, 'owner'>) {
  const { readers: texts } = useConsoleTexts();
  if (readers.some(({ kind }) => kind === 'gateway'))
    return <p className="hint">{texts.tracking.gateways}</p>;
  return <p className="hint">{texts.tracking[workspace.allReadersRegistered ? 'all' : 'notSaid']}</p>;
}

interface TableProps {
  readonly readers: readonly Reader[];
  readonly workspace: Workspace;
  readonly owner: boolean;
}

function Table({ readers, workspace, owner }: TableProps) {
  const { readers: texts } = useConsoleTexts();
  const { columns } = texts;
  const format = useFormat();
  const [removing, remove] = useState<Reader>();
  return (
    <>
      <table aria-label={texts.title} className="table folds">
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.kind}</th>
            <th scope="col">{columns.has}</th>
            <th scope="col">{columns.seen}</th>
            <th scope="col">{columns.refresh}</th>
            <th scope="col">{columns.id}</th>
          </tr>
        </thead>
        <tbody>
          {readers.map((reader) => (
            <tr key={reader.id}>
              <td>
                <div className="key-name">
                  <Link href={gatewayPlace(reader.id)}>
                    <bdi>{reader.name}</bdi>
                  </Link>
                  <code className="soft small">{reader.id}</code>
                </div>
              </td>
              <td data-label={columns.kind}>{texts.kinds[reader.kind]}</td>
              <td data-label={columns.has}>
                <ReaderStatus of={reader} workspace={workspace} />
              </td>
              <td data-label={columns.seen}>
                {reader.lastSeenAt === null ? (
                  <span className="soft">{texts.never}</span>
                ) : (
                  <Ago at={reader.lastSeenAt} />
                )}
              </td>
              <td data-label={columns.refresh}>{texts.seconds(format.number(reader.refreshSeconds))}</td>
              <td data-label={columns.id}>
                <div className="buttons">
                  <Copy label={`${columns.id} ${reader.name}`} text={reader.id} />
                  {owner && (
                    <Button kind="danger" onClick={() => remove(reader)}>
                      {texts.remove}
                      <span className="hidden-visually">: {reader.name}</span>
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {removing && <Remove of={removing} onClose={() => remove(undefined)} />}
    </>
  );
}
