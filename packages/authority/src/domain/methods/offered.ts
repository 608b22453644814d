import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import { type MethodName, methodNames } from './table.ts';

/** Returns the methods available to new keys of a workspace, the default first. */
export function methodsOf({ methods }: Pick<WorkspaceRow, 'methods'>): readonly MethodName[] {
  const set: readonly string[] = JSON.parse(methods);
  return methodNames.filter((name) => set.includes(name));
}

/** Returns the method of a new key that names none. */
export function defaultMethod(workspace: Pick<WorkspaceRow, 'methods'>): MethodName {
  return methodsOf(workspace)[0] ?? methodNames[0];
}

/** @throws {@link AuthorityError} `method_not_offered`. */
export function assertOffered(workspace: WorkspaceRow, method: string): void {
  const offered: readonly string[] = methodsOf(workspace);
  if (offered.includes(method)) return;
  throw new AuthorityError(
    'method_not_offered',
    `The workspace "${workspace.slug}" doesn't offer keys of the method "${method}". Use one of: ${offered.join(', ')}. A producer can offer more in the workspace's settings ("methods").`,
    { pointer: '/method' },
  );
}
