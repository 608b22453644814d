/** The producer's color is kept for surfaces, and adjusted to be readable as text. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { accentProperties } from '../src/app/accent.ts';

/** The contrast ratio, implemented from the text of WCAG 2.2 rather than from the code. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [one, other].map(luminance).sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const pages = { light: '#ffffff', dark: '#121417' } as const;

function check(color: string): void {
  const found = accentProperties(color);
  const of = (name: string): string => found[`--accent-${name}`] ?? assert.fail(`${color}: no ${name}`);
  assert.equal(of('fill'), color.toLowerCase(), 'the fill is the color itself');
  assert.ok(['#000000', '#ffffff'].includes(of('on-fill')));
  for (const fill of ['fill', 'fill-hover'])
    assert.ok(contrast(of(fill), of('on-fill')) >= 4.5, `${color}: label on ${fill}`);
  for (const theme of ['light', 'dark'] as const) {
    assert.ok(contrast(of(theme), pages[theme]) >= 4.5, `${color}: text, ${theme}`);
    assert.ok(contrast(of(`edge-${theme}`), pages[theme]) >= 3, `${color}: edge, ${theme}`);
  }
}

describe('A brand color', () => {
  for (const color of [
    '#ffd400',
    '#ffffff',
    '#000000',
    '#0b6e4f',
    '#1f5fbf',
    '#777777',
    '#ff0000',
    '#00FF00',
  ])
    it(`${color} fills buttons unchanged, with a readable label`, () => check(color));

  it('is readable for any color', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) =>
        check(`#${value.toString(16).padStart(6, '0')}`),
      ),
      { numRuns: 2_000 },
    );
  });

  it('has a white label if that is readable, as on a medium blue', () => {
    assert.equal(accentProperties('#0b6e4f')['--accent-on-fill'], '#ffffff');
    assert.equal(accentProperties('#ffd400')['--accent-on-fill'], '#000000');
  });

  it('is accepted in the form that browsers compute; an invalid one changes nothing', () => {
    assert.equal(accentProperties('rgb(255, 212, 0)')['--accent-fill'], '#ffd400');
    for (const none of [null, undefined, '', 'red', '#fff', 'rgb(0 0 0 / 50%)'])
      assert.deepEqual(accentProperties(none), {});
  });
});
