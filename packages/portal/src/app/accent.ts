/** Colors as red, green, blue, 0 to 255. */
type Color = readonly [number, number, number];

const white: Color = [255, 255, 255];
const black: Color = [0, 0, 0];
const lightPage: Color = white;
const darkPage: Color = [18, 20, 23];

/** Text: WCAG 2.2, 1.4.3 asks for 4.5; the rest is for text on `--soft` and `--accent-soft`, which lie a little closer. */
const TEXT_CONTRAST = 5.2;
/** The label on the producer's color: black or white always reaches it. */
const LABEL_CONTRAST = 4.5;
/** Edges of controls and bars of charts: WCAG 2.2, 1.4.11. */
const EDGE_CONTRAST = 3;
const STEPS = 50;
const HOVER = 0.1;

/**
 * The custom properties of a brand color; none for a text that is no color as {@link parseColor} reads it.
 *
 * The color itself fills buttons, unchanged, below a label in black or white. Where it is text, underline, focus ring or edge, it is moved
 * toward black (light theme) or white (dark theme) until it can be seen.
 */
export function accentProperties(color: string | null | undefined): Readonly<Record<string, string>> {
  const fill = parseColor(color);
  if (fill === undefined) return {};
  const label = labelOn(fill);
  return {
    '--accent-fill': text(fill),
    '--accent-fill-hover': text(hover(fill, label)),
    '--accent-on-fill': text(label),
    '--accent-light': text(visible(fill, lightPage, black, TEXT_CONTRAST)),
    '--accent-dark': text(visible(fill, darkPage, white, TEXT_CONTRAST)),
    '--accent-edge-light': text(visible(fill, lightPage, black, EDGE_CONTRAST)),
    '--accent-edge-dark': text(visible(fill, darkPage, white, EDGE_CONTRAST)),
  };
}

/** `#rrggbb`, as a workspace has it, or `rgb(r, g, b)`, as a browser gives what it has computed. */
function parseColor(color: string | null | undefined): Color | undefined {
  const text = color?.trim() ?? '';
  const [, ...hex] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text) ?? [];
  const [, ...decimal] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text) ?? [];
  const parts = [...hex.map((part) => Number.parseInt(part, 16)), ...decimal.map(Number)];
  return parts.length === 3 ? (parts as unknown as Color) : undefined;
}

/** The nearest color on the way to `towards` that has this contrast with `page`. */
function visible(color: Color, page: Color, towards: Color, least: number): Color {
  for (let step = 0; step <= STEPS; step++) {
    const mixed = mix(color, towards, step / STEPS);
    if (contrast(mixed, page) >= least) return mixed;
  }
  return towards;
}

/** White where it can be read, as people expect on a color; else black, which then can be read better. */
function labelOn(color: Color): Color {
  return contrast(color, white) >= LABEL_CONTRAST ? white : black;
}

/** A little nearer to the label, or away from it where it could no longer be read. */
function hover(fill: Color, label: Color): Color {
  const nearer = mix(fill, label, HOVER);
  return contrast(nearer, label) >= LABEL_CONTRAST
    ? nearer
    : mix(fill, label === white ? black : white, HOVER);
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(one: Color, other: Color): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: Color): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(one: Color, other: Color, share: number): Color {
  return one.map((part, index) =>
    Math.round(part + ((other[index] ?? 0) - part) * share),
  ) as unknown as Color;
}

function text(color: Color): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
