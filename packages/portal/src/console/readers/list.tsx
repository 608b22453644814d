import type { Reader, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../texts/format.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useReaders, useWorkspace } from '../data.ts';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { AddGateway, EditGateway, Remove } from './dialogs.tsx';
import { gatewayPlace } from './place.ts';
import { ReaderStatus } from './status.tsx';

/** Polls, since the status changes on its own. */
const REFRESH_MS = 3_000;

/** Gateways and gates: whether each has the latest changes, and when it was last seen. */
export function ReadersScreen({ of: first }: { readonly of: Workspace }) {
  const { readers: texts } = useConsoleTexts();
  const may = useAllowed();
  const workspace = useWorkspace(first.slug, REFRESH_MS).data ?? first;
  const readers = useReaders(first.slug, REFRESH_MS);
  const [adding, add] = useState(false);
  const owner = may('admin', first.slug);
  const addButton = owner && (
    <Button kind="main" onClick={() => add(true)}>
      {texts.register}
    </Button>
  );
  const none = readers.data?.items.length === 0;
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.title} />
          <p className="soft prose">{texts.intro}</p>
        </div>
        <div className="buttons">
          <ButtonLink to="/gateways/configuration">{texts.configuration}</ButtonLink>
          {!none && addButton}
        </div>
      </div>
      <Loaded query={readers}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty action={addButton} title={texts.noneTitle}>
              {texts.none}
            </Empty>
          ) : (
            <>
              <Table owner={owner} readers={items} workspace={workspace} />
              <Tracking readers={items} workspace={workspace} />
            </>
          )
        }
      </Loaded>
      {adding && <AddGateway onClose={() => add(false)} />}
    </div>
  );
}

/** Whether usage is tracked completely, and what is missing. */
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

type Acting = { readonly act: 'edit' | 'remove'; readonly on: Reader };

function Table({ readers, workspace, owner }: TableProps) {
  const { readers: texts } = useConsoleTexts();
  const { columns } = texts;
  const format = useFormat();
  const [acting, start] = useState<Acting>();
  const end = (): void => start(undefined);
  return (
    <>
      <table aria-label={texts.title} className="table lines">
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.has}</th>
            <th scope="col">{columns.kind}</th>
            <th scope="col">{columns.seen}</th>
            <th scope="col">{columns.refresh}</th>
            {owner && (
              <th scope="col">
                <span className="hidden-visually">{texts.edit}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {readers.map((reader) => (
            <tr key={reader.id}>
              <td>
                <Link className="row-name" href={gatewayPlace(reader.id)}>
                  <bdi>{reader.name}</bdi>
                </Link>
              </td>
              <td className="status">
                <ReaderStatus of={reader} workspace={workspace} />
              </td>
              <td>{texts.kinds[reader.kind]}</td>
              <td data-label={columns.seen}>
                {reader.lastSeenAt === null ? (
                  <span className="soft">{texts.never}</span>
                ) : (
                  <Ago at={reader.lastSeenAt} />
                )}
              </td>
              <td className="wide-only">
                {texts.every(reader.refreshSeconds, format.number(reader.refreshSeconds))}
              </td>
              {owner && (
                <td className="acts">
                  <Menu
                    items={[
                      { label: texts.view, href: gatewayPlace(reader.id) },
                      { label: texts.edit, onPress: () => start({ act: 'edit', on: reader }) },
                      {
                        label: texts.remove,
                        danger: true,
                        onPress: () => start({ act: 'remove', on: reader }),
                      },
                    ]}
                    label={texts.more(reader.name)}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {acting?.act === 'edit' && <EditGateway of={acting.on} onClose={end} />}
      {acting?.act === 'remove' && <Remove of={acting.on} onClose={end} />}
    </>
  );
}
