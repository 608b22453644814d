import { useSession } from '../../app/session.tsx';
import { isLive } from '../../keys/advice.ts';
import { CreateLink } from '../../keys/create-blocked.tsx';
import { LIVE } from '../../keys/list/asked.ts';
import { KeyList } from '../../keys/list/key-list.tsx';
import { useKeyPage } from '../../keys/list/page.ts';
import { useKeysScope } from '../../keys/scope.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { KeyIcon } from '../../ui/icons.tsx';
import { ScreenTitle } from '../../ui/title.tsx';

/** The customer's keys. */
export function KeysScreen() {
  const texts = useTexts();
  return (
    <div className="screen">
      <div className="head">
        <div>
          <ScreenTitle title={texts.keys.title} />
          <Count />
        </div>
        <CreateLink label={texts.keys.create} to="/keys/new" />
      </div>
      <KeyList label={texts.keys.list} none={<NoKeys />} />
    </div>
  );
}

function Count() {
  const texts = useTexts();
  const format = useFormat();
  const { info } = useSession();
  const count = format.number(info.liveKeys);
  const replaced = useReplacedCount();
  return (
    <p className="soft">
      {info.maxKeys === null
        ? texts.keys.count(info.liveKeys, count)
        : texts.keys.of(count, format.number(info.maxKeys))}
      {replaced > 0 && `, ${texts.keys.replaced(replaced, format.number(replaced))}`}
    </p>
  );
}

/** Old keys of rotations in progress, which are listed but don't count against the limit. */
function useReplacedCount(): number {
  const { data } = useKeyPage({ query: { state: LIVE }, expiring: false });
  return data?.items.filter((key) => key.replacedBy !== null && isLive(key)).length ?? 0;
}

/** Explains what a key is and links to creating the first one. */
function NoKeys() {
  const { keys, keyList } = useTexts();
  const { may } = useKeysScope();
  const { info } = useSession();
  const docs = info.workspace?.docsUrl;
  return (
    <Empty
      action={
        <div className="buttons">
          {may('create') && <ButtonLink to="/keys/new">{keyList.createFirst}</ButtonLink>}
          {docs && (
            <a className="button quiet" href={docs} rel="noopener" target="_blank">
              {keyList.docs}
            </a>
          )}
        </div>
      }
      icon={<KeyIcon />}
      title={keys.noneTitle}
    >
      {may('create') ? keys.none : keys.noneMayNot}
    </Empty>
  );
}
