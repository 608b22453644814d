import type { ReactNode } from 'react';
import { languages, useLocale } from '../texts/texts.ts';
import { ChevronDown } from '../ui/icons.tsx';
import { Menu, type MenuAction } from '../ui/menu.tsx';
import { type Theme, useFrame } from './frame.tsx';

const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const SYSTEM = 'auto';

export interface AccountMenuProps {
  /** Who is here; the language's name unless given. */
  readonly who?: ReactNode;
  /** Ways out. */
  readonly actions?: readonly MenuAction[];
}

/** The menu at the right of the top bar: how the pages look, in which language they are, and the way out. */
export function AccountMenu({ who, actions = [] }: AccountMenuProps) {
  const { texts, language } = useLocale();
  const { theme, chooseTheme, chosenLanguage, chooseLanguage } = useFrame();
  const { shell } = texts;
  return (
    <Menu
      items={[
        {
          label: shell.theme,
          value: theme,
          choices: themes.map((value) => ({ value, label: shell.themes[value] })),
          onChoose: (value) => chooseTheme(value as Theme),
        },
        {
          label: shell.language,
          value: chosenLanguage ?? SYSTEM,
          choices: [
            { value: SYSTEM, label: shell.themes.auto },
            ...Object.entries(languages).map(([value, { name }]) => ({ value, label: name, lang: value })),
          ],
          onChoose: (value) => chooseLanguage(value === SYSTEM ? undefined : value),
        },
        ...actions,
      ]}
      label={shell.menu}
      trigger={
        <>
          <span className="menu-who">{who ?? languages[language].name}</span>
          <ChevronDown />
        </>
      }
    />
  );
}
