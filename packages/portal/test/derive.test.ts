import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isKeyIdPrefix } from '@lostwax/core';
import { derive, prefixOf } from '../src/console/workspaces/derive.ts';

describe('a name suggests', () => {
  for (const [name, slug, prefix] of [
    ['Acme Orders', 'acme_orders', 'acme_orders'],
    ['  Acme — Orders (live)  ', 'acme_orders_live', 'acme_orders_live'],
    ['Größe & Maß', 'grosse_mass', 'grosse_mass'],
    ['Café be', 'cafe_be', 'cafebe'],
    ['7 Seas ad', 'seas_ad', 'seasad'],
    ['X', 'x', 'xx'],
    ['A very long name of a product indeed', 'a_very_long_name_of_a_product_indeed', 'a_very_long_name'],
    ['日本語', '', ''],
    ['123', '', ''],
  ] as const)
    it(`of "${name}": ${slug || 'nothing'}`, () => assert.deepEqual(derive(name), { slug, prefix }));

  it('a prefix that the authority accepts, for any slug', () => {
    for (const slug of ['a_fe_ad_00', 'x_0a', 'acme-fe', 'a__b', 'abcdefghijklmnop_fe', 'z-9', 'a_b_fe'])
      assert.ok(isKeyIdPrefix(prefixOf(slug)), `${slug}: ${prefixOf(slug)}`);
  });
});
