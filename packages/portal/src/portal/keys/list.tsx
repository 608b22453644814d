import { unwrap } from '@lostwax/client';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session.tsx';
import { useTexts } from '../../texts/texts.ts';
import { Loaded } from '../../ui/states.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

/** The customer's keys. */
export function KeysScreen() {
  const texts = useTexts();
  const { client, info } = useSession();
  const workspace = info.workspace?.slug ?? '';
  const keys = useQuery({
    queryKey: ['keys', workspace],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/v1/workspaces/{workspace}/keys', { params: { path: { workspace } }, signal })),
  });
  return (
    <div className="screen">
      <ScreenTitle title={texts.shell.keys} />
      <Loaded query={keys}>{({ items }) => <p>{items.length}</p>}</Loaded>
    </div>
  );
}
