import assert from 'node:assert/strict';
import { it } from 'node:test';
import { migrations } from '../../src/store/postgres/migrations.ts';

/** What a replica of the previous release doesn't notice. A unique index, or a column that must be set, would make its writes fail. */
const additions = [
  /^CREATE TABLE \w+ \(/,
  /^CREATE INDEX \w+ ON \w+/,
  /^ALTER TABLE \w+ ADD COLUMN \w+ \w+$/,
  /^ALTER TABLE \w+ ADD COLUMN \w+ \w+ NOT NULL DEFAULT \S+$/,
  /^UPDATE \w+ SET /,
];

it('migrations of PostgreSQL only add, so that replicas of the previous release keep working', () => {
  const [, ...later] = migrations;
  const statements = later.flatMap((text) =>
    text
      .replace(/^--.*$/gm, '')
      .split(';')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
  );
  assert.ok(statements.length >= later.length);
  for (const statement of statements)
    assert.ok(
      additions.some((form) => form.test(statement)),
      statement,
    );
});
