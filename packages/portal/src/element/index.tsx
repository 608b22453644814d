import { createRoot, type Root } from 'react-dom/client';
import { FrameRoot, type Theme } from '../app/frame.tsx';
import styles from '../style/all.css?inline';
import { Embedded } from './embedded.tsx';

/**
 * `<lostwax-keys authority="https://keys.example.com">`: the customer's keys inside a page of the producer's, on another origin.
 *
 * Attributes, all of which may change at any time: `authority` (the origin, needed), `theme` (`auto`, `light`, `dark`), `locale` (a
 * language tag), `history` (`page`: Back leads to the element's screen before; `none`: the page's history is left alone), `heading-level` (1 to 5: that of its screens' own
 * headings, 1 unless given). Its background is that of the page. Colors, borders and type are custom properties, which the README lists. Scripts of the page around it can read what it shows, a new key too.
 */
export class LostwaxKeysElement extends HTMLElement {
  static readonly observedAttributes: readonly string[] = [
    'authority',
    'theme',
    'locale',
    'history',
    'heading-level',
  ];

  #root: Root | undefined;
  #getSession: (() => Promise<{ token: string; expiresAt: string }>) | undefined;

  /** The same function at each drawing, whatever function the page has set by then. */
  readonly #ask = (): Promise<{ token: string; expiresAt: string }> =>
    this.#getSession?.() ?? Promise.reject(new Error('getSession is not set.'));

  /**
   * Asks the page's own backend for a session: what `POST /v1/workspaces/<slug>/portal-sessions` with `embed: true` answered. Called
   * when the element is shown and again before each session ends; the token is kept in memory alone.
   */
  get getSession(): (() => Promise<{ token: string; expiresAt: string }>) | undefined {
    return this.#getSession;
  }

  set getSession(value: (() => Promise<{ token: string; expiresAt: string }>) | undefined) {
    this.#getSession = value;
    this.#render();
  }

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet()];
    const container = document.createElement('div');
    shadow.replaceChildren(container);
    this.#root = createRoot(container);
    this.#render();
  }

  disconnectedCallback(): void {
    this.#root?.unmount();
    this.#root = undefined;
    this.shadowRoot?.replaceChildren();
  }

  attributeChangedCallback(): void {
    this.#render();
  }

  #render(): void {
    const authority = this.getAttribute('authority');
    if (this.#root === undefined || this.#getSession === undefined || authority === null) return;
    this.#root.render(
      <FrameRoot
        color={this.#accent()}
        headingLevel={headingLevelOf(this.getAttribute('heading-level'))}
        locale={this.getAttribute('locale') ?? undefined}
        ownsPage={false}
        theme={themeOf(this.getAttribute('theme'))}
      >
        <Embedded
          authority={authority.replace(/\/$/, '')}
          getSession={this.#ask}
          inHistory={this.getAttribute('history') !== 'none'}
          key={authority}
        />
      </FrameRoot>,
    );
  }

  /** `--lostwax-accent` as the browser resolves it; a color that cannot be read against the page is moved until it can. */
  #accent(): string | undefined {
    if (getComputedStyle(this).getPropertyValue('--lostwax-accent').trim() === '') return undefined;
    const probe = document.createElement('span');
    probe.style.color = 'var(--lostwax-accent)';
    this.shadowRoot?.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }
}

/** A style sheet created by script needs no `style-src` in the page's policy. */
let made: CSSStyleSheet | undefined;

function sheet(): CSSStyleSheet {
  if (made === undefined) {
    made = new CSSStyleSheet();
    made.replaceSync(`:host { display: block; } ${styles}`);
  }
  return made;
}

/** 1 to 5: one below is needed for the parts of a screen. */
function headingLevelOf(text: string | null): number {
  const level = Number(text);
  return Number.isInteger(level) && level >= 1 && level <= 5 ? level : 1;
}

function themeOf(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'auto';
}

declare global {
  interface HTMLElementTagNameMap {
    'lostwax-keys': LostwaxKeysElement;
  }
}

// A page may load this file twice; the second time does nothing.
if (customElements.get('lostwax-keys') === undefined)
  customElements.define('lostwax-keys', LostwaxKeysElement);
