/** Colours as red, green, blue, 0 to 255. */
type Colour = readonly [number, number, number];

const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
const lightPage: Colour = white;
const darkPage: Colour = [18, 20, 23];

/** WCAG 2.2, 1.4.3 asks for 4.5; the rest is for text on `--soft` and `--accent-soft`, which lie a little closer. */
const LEAST_CONTRAST = 5.2;
const STEPS = 50;

/** The custom properties of a colour, for both sides; none for a text that is no colour as {@link parseColour} reads it. */
export function accentProperties(colour: string | null | undefined): Readonly<Record<string, string>> {
  const wanted = parseColour(colour);
  if (wanted === undefined) return {};
  const light = readable(wanted, lightPage, black);
  const dark = readable(wanted, darkPage, white);
  return {
    '--accent-light': text(light),
    '--on-accent-light': text(onTop(light)),
    '--accent-dark': text(dark),
    '--on-accent-dark': text(onTop(dark)),
  };
}

/** `#rrggbb`, as a workspace has it, or `rgb(r, g, b)`, as a browser gives what it has computed. */
function parseColour(colour: string | null | undefined): Colour | undefined {
  const text = colour?.trim() ?? '';
  const [, ...hex] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text) ?? [];
  const [, ...decimal] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text) ?? [];
  const parts = [...hex.map((part) => Number.parseInt(part, 16)), ...decimal.map(Number)];
  return parts.length === 3 ? (parts as unknown as Colour) : undefined;
}

/** The nearest colour on the way to `towards` that can be read on `page`. */
function readable(colour: Colour, page: Colour, towards: Colour): Colour {
  for (let step = 0; step <= STEPS; step++) {
    const mixed = mix(colour, towards, step / STEPS);
    if (contrast(mixed, page) >= LEAST_CONTRAST) return mixed;
  }
  return towards;
}

function onTop(colour: Colour): Colour {
  return contrast(colour, white) >= contrast(colour, black) ? white : black;
}

/** The contrast ratio of WCAG 2.2, 1 to 21. */
function contrast(one: Colour, other: Colour): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(one: Colour, other: Colour, share: number): Colour {
  return one.map((part, index) =>
    Math.round(part + ((other[index] ?? 0) - part) * share),
  ) as unknown as Colour;
}

function text(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
