import type { Reader, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago, DateOf } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useReaders, useWorkspace } from '../data.ts';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { Configuration } from './configuration.tsx';
import { Remove } from './dialogs.tsx';
import { ReaderStatus } from './status.tsx';

/** What is shown changes by itself. */
const REFRESH_MS = 3_000;

/** One gateway or gate: what it has seen, and its configuration. */
export function GatewayScreen({ id, of: first }: { readonly id: string; readonly of: Workspace }) {
  const { readers: texts, errors } = useConsoleTexts();
  const workspace = useWorkspace(first.slug, REFRESH_MS).data ?? first;
  const readers = useReaders(first.slug, REFRESH_MS);
  return (
    <div className="screen">
      <Loaded query={readers}>
        {({ items }) => {
          const reader = items.find((it) => it.id === id);
          if (reader !== undefined) return <Detail of={reader} workspace={workspace} />;
          return (
            <div>
              <WayBack />
              <ScreenTitle title={texts.title} />
              <Empty title={errors.codes.reader_not_found} />
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}

function WayBack() {
  const { readers: texts } = useConsoleTexts();
  return (
    <Link className="way-back" href="/gateways">
      {texts.title}
    </Link>
  );
}

function Detail({ of, workspace }: { readonly of: Reader; readonly workspace: Workspace }) {
  const { readers: texts } = useConsoleTexts();
  const may = useAllowed();
  const [, go] = useLocation();
  const [removing, remove] = useState(false);
  const { columns } = texts;
  return (
    <>
      <div>
        <WayBack />
        <div className="head">
          <div>
            <ScreenTitle title={of.name}>
              <bdi>{of.name}</bdi>
            </ScreenTitle>
            <p className="signs">
              <ReaderStatus of={of} workspace={workspace} />
              <span className="soft">{texts.kinds[of.kind]}</span>
            </p>
          </div>
          {may('admin', workspace.slug) && (
            <Button kind="danger" onClick={() => remove(true)}>
              {texts.remove}
            </Button>
          )}
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>{columns.seen}</dt>
          <dd>{of.lastSeenAt === null ? texts.never : <Ago at={of.lastSeenAt} />}</dd>
        </div>
        <div>
          <dt>{columns.refresh}</dt>
          <dd>{texts.seconds(String(of.refreshSeconds))}</dd>
        </div>
        <div>
          <dt>{columns.added}</dt>
          <dd>
            <DateOf at={of.createdAt} />
          </dd>
        </div>
        <div className="wide-fact">
          <dt>{columns.id}</dt>
          <dd className="given">
            <code className="line">{of.id}</code>
            <Copy label={columns.id} text={of.id} />
          </dd>
        </div>
      </dl>
      <Configuration of={workspace} reader={of} />
      {removing && <Remove of={of} onClose={() => remove(false)} onDone={() => go('/gateways')} />}
    </>
  );
}
