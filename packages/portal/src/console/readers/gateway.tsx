import type { Reader, Workspace } from '@lostwax/client';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useFormat } from '../../texts/format.ts';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Fact } from '../../ui/fact.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Ago, DateOf } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useReaders, useWorkspace } from '../data.ts';
import { useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';
import { Configuration } from './configuration.tsx';
import { EditGateway, Remove } from './dialogs.tsx';
import { ReaderStatus } from './status.tsx';

/** Polls, since the status changes on its own. */
const REFRESH_MS = 3_000;

/** One gateway or gate: its status and its configuration. */
export function GatewayScreen({ id, of: first }: { readonly id: string; readonly of: Workspace }) {
  const { readers: texts } = useConsoleTexts();
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
              <Empty title={texts.notFound} />
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
  const [editing, edit] = useState(false);
  const format = useFormat();
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
            <div className="buttons">
              <Button onClick={() => edit(true)}>{texts.edit}</Button>
              <Button kind="danger" onClick={() => remove(true)}>
                {texts.remove}
              </Button>
            </div>
          )}
        </div>
      </div>
      <dl className="facts">
        <Fact name={columns.seen}>{of.lastSeenAt === null ? texts.never : <Ago at={of.lastSeenAt} />}</Fact>
        <Fact name={columns.refresh}>{texts.every(of.refreshSeconds, format.number(of.refreshSeconds))}</Fact>
        <Fact name={columns.added}>
          <DateOf at={of.createdAt} />
        </Fact>
        <div className="wide-fact">
          <dt>{columns.id}</dt>
          <dd className="given">
            <code className="line">{of.id}</code>
            <Copy label={columns.id} text={of.id} />
          </dd>
          <dd className="hint">{texts.idHint}</dd>
        </div>
      </dl>
      {of.kind === 'gate' && <GateCommand id={of.id} issuer={workspace.issuer} />}
      <Configuration of={workspace} reader={of} />
      {editing && <EditGateway of={of} onClose={() => edit(false)} />}
      {removing && <Remove of={of} onClose={() => remove(false)} onDone={() => go('/gateways')} />}
    </>
  );
}

/** How to start the gate; the configuration below is for the gateway in front of it. */
function GateCommand({ id, issuer }: { readonly id: string; readonly issuer: string }) {
  const { readers: texts } = useConsoleTexts();
  const command = `npx lostwax gate --issuer ${issuer} --port 7421 --reader ${id}`;
  return (
    <section aria-labelledby="lostwax-command" className="section">
      <h2 id="lostwax-command">{texts.command}</h2>
      <p>{texts.commandText}</p>
      <div className="given">
        <code className="line">{command}</code>
        <Copy label={texts.command} text={command} />
      </div>
    </section>
  );
}
