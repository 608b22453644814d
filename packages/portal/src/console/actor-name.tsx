import { useTexts } from '../texts/texts.ts';
import { useNames } from './names.ts';
import { useConsoleTexts } from './texts/texts.ts';

/** Who did something, by name, with the ID in its title; looks the name up itself unless it is given. */
export function ActorName({ id, name }: { readonly id: string; readonly name?: string | undefined }) {
  const { audit } = useConsoleTexts();
  const { history } = useTexts();
  const names = useNames({ actors: name === undefined ? [id] : [] });
  const fixed: Readonly<Record<string, string>> = { system: audit.system, self: history.self };
  const shown = name ?? fixed[id] ?? names.actor(id);
  if (shown !== undefined) return <bdi title={id}>{shown}</bdi>;
  return id.startsWith('ses_') ? <span title={id}>{audit.portalUser}</span> : <code>{id}</code>;
}
