import { useTexts } from '../texts/texts.ts';
import { type NamesById, useNames } from './names.ts';
import { useConsoleTexts } from './texts/texts.ts';

/** Who did something, by name, with the ID in its title; looks the name up itself unless it, or the names of a whole list, are given. */
export function ActorName({
  id,
  name,
  names,
}: {
  readonly id: string;
  readonly name?: string | undefined;
  readonly names?: NamesById | undefined;
}) {
  const { audit } = useConsoleTexts();
  const { history } = useTexts();
  const own = useNames({ actors: name === undefined && names === undefined ? [id] : [] });
  const fixed: Readonly<Record<string, string>> = { system: audit.system, self: history.self };
  const shown = name ?? fixed[id] ?? (names ?? own).actor(id);
  if (shown !== undefined) return <bdi title={id}>{shown}</bdi>;
  return id.startsWith('ses_') ? <span title={id}>{audit.portalUser}</span> : <code>{id}</code>;
}
