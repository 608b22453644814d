import { unwrap, type Workspace } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { workspaceData } from '../../keys/calls.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Loaded, Note } from '../../ui/states.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { MadeGateway } from './gateway-calls.ts';
import { gateCommand, librarySample } from './gateway-options.ts';

/** What to run and configure, with the actual values. */
export function GatewayInstructions({
  of,
  gateway,
}: {
  readonly of: Workspace;
  readonly gateway: MadeGateway;
}) {
  const { setup } = useConsoleTexts();
  const texts = setup.gateway;
  const { option, reader, reportKey, upstream } = gateway;
  if (option === 'library')
    return (
      <>
        <p>{texts.install}</p>
        <CodeBlock code={librarySample(of, reader.id)} label={texts.code} />
      </>
    );
  const asked = option !== 'gate';
  return (
    <>
      <p>{asked ? texts.runGate : texts.run}</p>
      <CodeBlock
        code={gateCommand(of, { option, reader: reader.id, reportKey, upstream })}
        label={texts.command}
      />
      {reportKey === undefined ? (
        <Note kind="warn">
          <p>{texts.noReportKey}</p>
        </Note>
      ) : (
        <p className="hint">{texts.secret}</p>
      )}
      {asked && <Configuration of={of} option={option} upstream={upstream} />}
    </>
  );
}

interface ConfigurationProps {
  readonly of: Workspace;
  readonly option: string;
  readonly upstream: string;
}

/** The same configuration as under Gateways. */
function Configuration({ of, option, upstream }: ConfigurationProps) {
  const { setup } = useConsoleTexts();
  const texts = setup.gateway;
  const { client } = useSession();
  const configuration = useQuery({
    queryKey: [...workspaceData(of.slug), 'gateway', option, upstream],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/v1/workspaces/{workspace}/gateways/{gateway}', {
          params: { path: { workspace: of.slug, gateway: option }, query: { mode: 'gate', upstream } },
          parseAs: 'text',
          signal,
        }),
      ),
  });
  const names: Readonly<Record<string, { readonly label: string }>> = texts.options;
  return (
    <>
      <p>{texts.configure(names[option]?.label ?? option)}</p>
      <Loaded query={configuration}>{(text) => <CodeBlock code={text} label={texts.configuration} />}</Loaded>
    </>
  );
}
