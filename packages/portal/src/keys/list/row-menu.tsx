import type { Key } from '@lostwax/client';
import { useTexts } from '../../texts/texts.ts';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import type { KeyAction } from '../actions.tsx';
import { useRights } from '../rights.ts';

/** Actions on one key of a list. */
export function RowMenu({ of, onAct }: { readonly of: Key; readonly onAct: (action: KeyAction) => void }) {
  const { key: texts, keys, keyList } = useTexts();
  const toast = useToast();
  const rights = useRights(of);
  const copy = (): void => {
    navigator.clipboard.writeText(of.id).then(
      () => toast.show({ text: keyList.copied }),
      () => toast.show({ text: of.id }),
    );
  };
  const act = (action: KeyAction, label: string): MenuItem => ({ label, onPress: () => onAct(action) });
  const items: MenuItem[] = [
    { label: keyList.copyId, onPress: copy },
    ...(rights.rotate ? [{ label: texts.rotate, href: `/keys/${of.id}/rotate` }] : []),
    ...(rights.disable ? [act('disable', texts.disable)] : []),
    ...(rights.enable ? [act('enable', texts.enable)] : []),
    ...(rights.revoke ? [{ ...act('revoke', texts.revoke), danger: true }] : []),
  ];
  return <Menu items={items} label={keyList.menu(of.name ?? keys.unnamed)} />;
}
