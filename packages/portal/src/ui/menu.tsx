import { type KeyboardEvent, type ReactNode, useCallback, useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Check, Dots } from './icons.tsx';
import { moveInMenu, usePopup } from './popup.ts';

export interface MenuAction {
  readonly label: string;
  readonly onPress?: () => void;
  /** A place below the session, or the whole address of another site. */
  readonly href?: string;
  readonly danger?: boolean;
}

/** A choice, such as the color scheme; the chosen value has a check mark. */
export interface MenuChoice {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly lang?: string }[];
  readonly onChoose: (value: string) => void;
}

export type MenuItem = MenuAction | MenuChoice;

export interface MenuProps {
  /** Names the button and the menu: "More actions for Nightly export". */
  readonly label: string;
  /** Content of the button; three dots by default. */
  readonly trigger?: ReactNode;
  readonly items: readonly MenuItem[];
}

/** A button that opens a list of actions, by pointer and keyboard, following the menu button pattern of WAI-ARIA. */
export function Menu({ label, trigger, items }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  usePopup(open, button, popup, close);
  /** Returns the focus first: an item may open a dialog, which later returns the focus to where it was. */
  const choose = (then?: () => void): void => {
    button.current?.focus({ preventScroll: true });
    setOpen(false);
    then?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Tab') {
      choose();
      return;
    }
    // Space activates a button, but not a link.
    const isButton = event.target instanceof HTMLButtonElement;
    if (event.key === ' ' && isButton) return;
    if (event.key === 'Escape') choose();
    else if (event.key === ' ') (event.target as HTMLElement).click();
    else if (!moveInMenu(event.currentTarget, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <button
        aria-controls={open ? id : undefined}
        aria-expanded={open}
        aria-haspopup="menu"
        className={trigger === undefined ? 'button quiet icon' : 'button quiet'}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
        // Otherwise the menu would lose the focus and close, and the click would open it again.
        onPointerDown={(event) => open && event.preventDefault()}
        ref={button}
        type="button"
      >
        {trigger ?? <Dots />}
        <span className="hidden-visually"> {label}</span>
      </button>
      {open && (
        <div
          aria-label={label}
          className="menu"
          id={id}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget)) close();
          }}
          onKeyDown={onKeyDown}
          popover="manual"
          ref={popup}
          role="menu"
          tabIndex={-1}
        >
          {items.map((item) =>
            'choices' in item ? (
              <Choices choose={choose} key={item.label} of={item} />
            ) : (
              <Action choose={choose} key={item.href ?? item.label} of={item} />
            ),
          )}
        </div>
      )}
    </>
  );
}

type Choose = (then?: () => void) => void;

function Action({ of, choose }: { readonly of: MenuAction; readonly choose: Choose }) {
  const { label, onPress, href, danger = false } = of;
  const shared = { className: danger ? 'menu-item danger' : 'menu-item', role: 'menuitem', tabIndex: -1 };
  if (href !== undefined) {
    const link = { ...shared, href, onClick: () => choose() };
    return /^(https?|mailto):/.test(href) ? <a {...link}>{label}</a> : <Link {...link}>{label}</Link>;
  }
  return (
    <button {...shared} onClick={() => choose(onPress)} type="button">
      {label}
    </button>
  );
}

function Choices({ of, choose }: { readonly of: MenuChoice; readonly choose: Choose }) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id} className="menu-group">
      <div className="menu-label" id={id}>
        {of.label}
      </div>
      {of.choices.map(({ value, label, lang }) => (
        <button
          aria-checked={value === of.value}
          className="menu-item"
          key={value}
          lang={lang}
          onClick={() => choose(() => of.onChoose(value))}
          role="menuitemradio"
          tabIndex={-1}
          type="button"
        >
          {label}
          {value === of.value && (
            <span className="menu-mark">
              <Check />
            </span>
          )}
        </button>
      ))}
    </fieldset>
  );
}
