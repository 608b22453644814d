import type { Workspace } from '@lostwax/client';
import { type ReactNode, useMemo } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { SessionContext, useSession } from '../app/session.tsx';
import { type KeysScope, KeysScopeContext } from '../keys/scope.tsx';
import { KeyScreen } from '../portal/keys/detail.tsx';
import { RotateScreen } from '../portal/keys/rotate.tsx';
import { SiteContext } from '../ui/site.ts';
import { Loaded } from '../ui/states.tsx';
import { TabLinks } from '../ui/tabs.tsx';
import { EntryActor } from './audit/actor.tsx';
import { AuditScreen } from './audit/screen.tsx';
import { ChooseScreen } from './choose/screen.tsx';
import { CustomerScreen } from './customers/detail.tsx';
import { CustomersScreen } from './customers/list.tsx';
import { customerOfPlace } from './customers/place.ts';
import { readCustomer, useWorkspace } from './data.ts';
import { ConsoleKeysScreen } from './keys/list.tsx';
import { moreFactsOf } from './keys/more-facts.tsx';
import { ConsoleNewKeyScreen } from './keys/new.tsx';
import { RevokeManyScreen } from './keys/revoke-many.tsx';
import { OverviewScreen } from './overview/screen.tsx';
import { ADMINISTRATORS, useAllowed } from './permissions.ts';
import { ConfigurationScreen } from './readers/configuration.tsx';
import { GatewayScreen } from './readers/gateway.tsx';
import { ReadersScreen } from './readers/list.tsx';
import { NotReported } from './readers/not-reported.tsx';
import { SettingsScreen } from './settings/screen.tsx';
import { useConsoleTexts } from './texts/texts.ts';

/** One workspace: its places, and what its screens need. `/w/lostwax` holds administrators' keys, and has fewer. */
export function WorkspacePlaces({ slug }: { readonly slug: string }) {
  const workspace = useWorkspace(slug);
  return <Loaded query={workspace}>{(found) => <Inside of={found} />}</Loaded>;
}

function Inside({ of }: { readonly of: Workspace }) {
  return (
    <Standing of={of}>
      {of.slug === ADMINISTRATORS && <AdministratorPlaces />}
      <Switch>
        <Route path="/overview">
          <OverviewScreen of={of} />
        </Route>
        <Route path="/keys">
          <ConsoleKeysScreen of={of} />
        </Route>
        <Route path="/keys/new">
          <ConsoleNewKeyScreen of={of} />
        </Route>
        <Route path="/keys/revoke">
          <RevokeManyScreen />
        </Route>
        <Route path="/keys/:keyId">{({ keyId }) => <KeyScreen key={keyId} keyId={keyId} />}</Route>
        <Route path="/keys/:keyId/rotate">{({ keyId }) => <RotateScreen key={keyId} keyId={keyId} />}</Route>
        <Route path="/customers">
          <CustomersScreen of={of} />
        </Route>
        <Route path="/customers/:id">
          {({ id }) => <CustomerScreen id={customerOfPlace(id)} key={id} of={of} />}
        </Route>
        <Route path="/audit">
          <AuditScreen slug={of.slug} />
        </Route>
        <Route path="/gateways">
          <ReadersScreen of={of} />
        </Route>
        <Route path="/gateways/configuration">
          <ConfigurationScreen of={of} />
        </Route>
        <Route path="/gateways/:id">{({ id }) => <GatewayScreen id={id} key={id} of={of} />}</Route>
        <Route path="/settings/key-types">
          <ChooseScreen of={of} />
        </Route>
        <Route path="/settings">
          <SettingsScreen of={of} />
        </Route>
        <Route>
          <Redirect replace to={of.slug === ADMINISTRATORS ? '/keys' : '/overview'} />
        </Route>
      </Switch>
    </Standing>
  );
}

/** What the parts that show keys ask for: the workspace, its scopes in the producer's words, and what may be done in it. */
function Standing({ of, children }: { readonly of: Workspace; readonly children: ReactNode }) {
  const session = useSession();
  const may = useAllowed();
  const texts = useConsoleTexts();
  const { admins } = texts;
  const scope = useMemo<KeysScope>(
    () => ({
      client: session.client,
      workspace: of.slug,
      may: (what) => may(`keys:${what}`, of.slug),
      mayRevive: ({ scopes }) =>
        of.slug === ADMINISTRATORS || scopes.every((scope) => of.scopes?.includes(scope) ?? true),
      readCustomer: (id, signal) => readCustomer(session.client, of.slug, id, signal),
      showActor: (entry) => <EntryActor of={entry} />,
      moreFacts: (key) => moreFactsOf(key, texts),
      notReported: <NotReported slug={of.slug} />,
    }),
    [session.client, of.slug, of.scopes, may, texts],
  );
  const inside = useMemo(() => {
    const words: Readonly<Record<string, string>> =
      of.slug === ADMINISTRATORS ? admins.scopes : of.scopeTexts;
    const scopes = (of.slug === ADMINISTRATORS ? undefined : of.scopes) ?? Object.keys(words);
    return {
      ...session,
      info: {
        ...session.info,
        workspace: {
          ...{ slug: of.slug, name: of.name, color: of.color, issuer: of.issuer },
          scopes: scopes.map((name) => ({ scope: name, description: words[name] ?? null })),
          anyScope: of.scopes === null,
          longestLifeSeconds: of.longestLifeSeconds,
          methods: of.methods,
          ...{ apiUrl: of.apiUrl, docsUrl: of.docsUrl, supportUrl: of.supportUrl },
          ...{ logo: of.logo, favicon: of.favicon },
        },
      },
    };
  }, [session, of, admins.scopes]);
  return (
    <SessionContext value={inside}>
      <SiteContext value={of.slug === ADMINISTRATORS ? admins.title : (of.name ?? of.slug)}>
        <KeysScopeContext value={scope}>{children}</KeysScopeContext>
      </SiteContext>
    </SessionContext>
  );
}

/** Administrators' keys are a workspace to the API, and a part of the console to people: its own tabs are below those of the console. */
function AdministratorPlaces() {
  const { places, admins } = useConsoleTexts();
  const [place] = useLocation();
  return (
    <div className="places">
      <TabLinks
        items={[
          { label: places.keys, href: '/keys', current: place.startsWith('/keys') },
          { label: places.audit, href: '/audit', current: place.startsWith('/audit') },
        ]}
        label={admins.title}
      />
    </div>
  );
}
