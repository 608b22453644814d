import type { Person } from '@lostwax/client';
import { Button } from '../../ui/button.tsx';
import { useWorkspaces } from '../data.ts';
import { ADMINISTRATORS } from '../permissions.ts';
import { useConsoleTexts } from '../texts/texts.ts';

export type RoleGrant = Person['roles'][number];

const roleNames = ['viewer', 'support', 'operator', 'owner'] as const;

export interface RoleFieldsProps {
  readonly roles: readonly RoleGrant[];
  readonly onChange: (roles: readonly RoleGrant[]) => void;
}

/** Rows of a role and the workspace in which it applies. */
export function RoleFields({ roles, onChange }: RoleFieldsProps) {
  const { people: texts } = useConsoleTexts();
  const workspaces = useWorkspaces().data?.items ?? [];
  const change = (at: number, to: Partial<RoleGrant>): void =>
    onChange(roles.map((grant, index) => (index === at ? { ...grant, ...to } : grant)));
  return (
    <fieldset className="choices roles">
      <legend>{texts.roles}</legend>
      {roles.length === 0 && <p className="soft">{texts.noRoles}</p>}
      {roles.map((grant, index) => (
        // Rows have no natural key: two may temporarily be the same.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <div className="role" key={index}>
          <select
            aria-label={texts.role}
            onChange={(event) => change(index, { role: event.target.value as RoleGrant['role'] })}
            value={grant.role}
          >
            {roleNames.map((role) => (
              <option key={role} value={role}>
                {texts.roleNames[role]}
              </option>
            ))}
          </select>
          <select
            aria-label={texts.where}
            onChange={(event) =>
              change(index, { workspace: event.target.value === '' ? null : event.target.value })
            }
            value={grant.workspace ?? ''}
          >
            <option value="">{texts.all}</option>
            {workspaces
              .filter(({ slug }) => slug !== ADMINISTRATORS)
              .map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name ?? slug}
                </option>
              ))}
          </select>
          <Button onClick={() => onChange(roles.filter((_, other) => other !== index))}>
            {texts.takeAway}
          </Button>
          <p className="hint">{texts.roleHints[grant.role]}</p>
        </div>
      ))}
      <div className="buttons">
        <Button onClick={() => onChange([...roles, { workspace: null, role: 'viewer' }])}>
          {texts.addRole}
        </Button>
      </div>
    </fieldset>
  );
}
