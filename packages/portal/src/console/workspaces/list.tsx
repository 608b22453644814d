import type { Workspace } from '@lostwax/client';
import { Link, Redirect } from 'wouter';
import { useTexts } from '../../texts/texts.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/states.tsx';
import { DateOf } from '../../ui/time.tsx';
import { ScreenTitle } from '../../ui/title.tsx';
import { useWorkspaces } from '../data.ts';
import { ADMINISTRATORS, useAllowed } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';

/** The workspaces that the session has access to. */
export function WorkspacesScreen() {
  const { workspaces: texts } = useConsoleTexts();
  const may = useAllowed();
  const workspaces = useWorkspaces();
  const create = may('admin', null) && (
    <ButtonLink kind="main" to="/workspaces/new">
      {texts.create}
    </ButtonLink>
  );
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.title} />
          <p className="soft prose">{texts.intro}</p>
        </div>
        {create}
      </div>
      <Loaded query={workspaces}>
        {({ items }) => {
          const shown = items.filter(({ slug }) => slug !== ADMINISTRATORS);
          if (shown.length > 0) return <Table workspaces={shown} />;
          // An empty console offers a single action.
          if (create) return <Redirect replace to="/workspaces/new" />;
          return <Empty title={texts.noneTitle}>{texts.noneMayNot}</Empty>;
        }}
      </Loaded>
    </div>
  );
}

function Table({ workspaces }: { readonly workspaces: readonly Workspace[] }) {
  const { workspaces: texts } = useConsoleTexts();
  const { columns } = useTexts().keys;
  return (
    <table aria-label={texts.title} className="table folds">
      <thead>
        <tr>
          <th scope="col">{texts.name}</th>
          <th scope="col">{texts.issuer}</th>
          <th scope="col">{texts.algorithm}</th>
          <th scope="col">{columns.created}</th>
        </tr>
      </thead>
      <tbody>
        {workspaces.map(({ slug, name, issuer, algorithm, createdAt }) => (
          <tr key={slug}>
            <td>
              <div className="key-name">
                <Link href={`/w/${slug}/overview`}>
                  <bdi>{name ?? slug}</bdi>
                </Link>
                {name !== null && <code className="soft small">{slug}</code>}
              </div>
            </td>
            <td data-label={texts.issuer}>
              <code>{issuer}</code>
            </td>
            <td data-label={texts.algorithm}>{algorithm}</td>
            <td data-label={columns.created}>
              <DateOf at={createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
