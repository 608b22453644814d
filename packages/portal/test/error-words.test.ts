/** Every error code that a page can encounter has its own text in every language, in the portal and in the console. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type ErrorCode, ProblemError } from '@lostwax/client';
import { wordsFor } from '../src/api/errors.ts';
import { withConsoleTexts } from '../src/console/texts/texts.ts';
import { chooseLocale, type Texts } from '../src/texts/texts.ts';

/** The authority's own messages, which are in English. */
const DETAIL = 'Words of the authority.';
const REQUEST = 'pYdo0hRzjRjY2Ha7';

const codes = codesOf(readFileSync(new URL('../../../spec/errors.md', import.meta.url), 'utf8'));

/** The authority's table; those of verifiers and gates come after it. */
function codesOf(document: string): readonly ErrorCode[] {
  const [, table = ''] = document.split(/^## /m);
  return [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code as ErrorCode);
}

function words(code: ErrorCode, texts: Texts): string {
  const problem = { type: '', title: 'Title', status: 400, code, detail: DETAIL, requestId: REQUEST };
  return wordsFor(new ProblemError(problem), texts);
}

describe('Error texts', () => {
  const pages = {
    portal: (language: string) => chooseLocale([language]).texts,
    console: (language: string) => withConsoleTexts(chooseLocale([language])).texts,
  };

  it('are tested with the codes of the specification', () =>
    assert.ok(codes.includes('invalid_request') && codes.length > 30));

  for (const [page, textsOf] of Object.entries(pages)) {
    it(`never show only the authority's English in the ${page}`, () => {
      for (const code of codes) {
        const [english, german] = [words(code, textsOf('en')), words(code, textsOf('de'))];
        assert.notEqual(english, german, code);
        if (code !== 'invalid_request') assert.ok(!`${english}${german}`.includes(DETAIL), code);
      }
    });
  }

  it("name the invalid input in the authority's words", () => {
    assert.match(
      words('invalid_request', pages.portal('de')),
      /^Prüfen Sie Ihre Eingaben.*Words of the authority/,
    );
  });

  it("never refer the console's user to the provider", () => {
    for (const code of codes) {
      assert.doesNotMatch(words(code, pages.console('en')), /your provider|your administrator/, code);
      assert.doesNotMatch(words(code, pages.console('de')), /Anbieter|Ihr Konto/, code);
    }
  });

  it('show the request ID for an unknown code', () => {
    const code = 'made_up_later' as ErrorCode;
    assert.match(words(code, pages.portal('de')), new RegExp(REQUEST));
  });
});
