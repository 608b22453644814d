import { type Gateways, type Reader, unwrap, type Workspace } from '@lostwax/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { download } from '../../app/download.ts';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Failure, Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { type GatewayChoice, GatewayFields, queryOf } from './gateway-fields.tsx';

type Gateway = Gateways['items'][number];

/** The complete configuration of a gateway that checks this workspace's keys. */
export function ConfigurationScreen({ of }: { readonly of: Workspace }) {
  const { gateway: texts } = useConsoleTexts();
  return (
    <div className="screen">
      <div>
        <Link className="way-back" href="/gateways">
          {texts.back}
        </Link>
        <ScreenTitle title={texts.title} />
        <p className="soft">{texts.intro}</p>
      </div>
      <Configuration of={of} />
    </div>
  );
}

interface ConfigurationProps {
  readonly of: Workspace;
  /** The type of a registered gateway; without it, the form asks for one. */
  readonly reader?: Reader;
}

/** Asks for the options of a configuration and shows the result. */
export function Configuration({ of, reader }: ConfigurationProps) {
  const { client } = useSession();
  const gateways = useQuery({
    queryKey: ['gateways'],
    queryFn: ({ signal }) => unwrap(client.GET('/v1/gateways', { signal })),
  });
  return (
    <Loaded query={gateways}>{({ items }) => <Choose gateways={items} of={of} reader={reader} />}</Loaded>
  );
}

interface ChooseProps {
  readonly gateways: Gateways['items'];
  readonly of: Workspace;
  readonly reader: Reader | undefined;
}

function Choose({ gateways: all, of, reader }: ChooseProps) {
  const { client } = useSession();
  const { gateway: texts } = useConsoleTexts();
  const mode = reader?.kind === 'gate' ? 'gate' : 'jwt';
  const gateways = reader === undefined ? all : all.filter(({ modes }) => modes.includes(mode));
  const [choice, setChoice] = useState<GatewayChoice>({
    gateway: gateways[0]?.name ?? '',
    mode,
    upstream: gateways[0]?.example.upstream ?? '',
    shards: '1',
    revocation: String(reader?.refreshSeconds ?? gateways[0]?.example.revocation ?? ''),
    gate: '',
    reader: reader?.id ?? '',
  });
  const chosen = gateways.find(({ name }) => name === choice.gateway);
  const query = queryOf(choice, chosen?.parameters ?? []);
  const configuration = useQuery({
    queryKey: [...workspaceData(of.slug), 'gateway', choice.gateway, query],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/gateways/{gateway}', {
          params: { path: { workspace: of.slug, gateway: choice.gateway }, query },
          parseAs: 'text',
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  if (chosen === undefined) return null;
  const fields = (
    <GatewayFields choice={choice} gateways={gateways} of={of} onChange={setChoice} reader={reader} />
  );
  return (
    <>
      {reader === undefined ? (
        fields
      ) : (
        <section aria-labelledby="lostwax-configuration" className="section">
          <h2 id="lostwax-configuration">{texts.text}</h2>
          {fields}
        </section>
      )}
      {configuration.isError ? (
        <Failure error={configuration.error} />
      ) : (
        <Loaded query={configuration}>{(text) => <Made gateway={chosen} text={text} />}</Loaded>
      )}
    </>
  );
}

function Made({ gateway, text }: { readonly gateway: Gateway; readonly text: string }) {
  const { gateway: texts } = useConsoleTexts();
  return (
    <section aria-labelledby="lostwax-file" className="section">
      <div className="head">
        <h2 id="lostwax-file">{gateway.file}</h2>
        <div className="buttons">
          <Copy kind="main" label={gateway.file} text={text} />
          <Button onClick={() => download(new Blob([text], { type: 'text/plain' }), gateway.file)}>
            {texts.download}
          </Button>
        </div>
      </div>
      <p>
        {texts.file(gateway.file)} <code>{gateway.run}</code>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre className="file" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
