/*
 * Why: people paste lines from documents into the shell they use. In zsh, `#` after a command is an argument, and a word with
 * `?`, `*` or `[` that matches no file is an error.
 */
import type { Check, HouseFile } from './check.ts';

const document = /\.md$/;

export const shellBlocks: Check = {
  promise: 'Every shell block of a document can be pasted into zsh as well as into bash',
  run: (files) => files.filter(({ path }) => document.test(path)).flatMap(findings),
};

const comment = /(?:^|\s)#/;
const pattern = /(?:^|\s)[^\s<>|&;]*[?*[]/;

function findings({ path, text = '' }: HouseFile): string[] {
  return unquoted(shellOf(text))
    .split('\n')
    .flatMap((line, index) => [
      ...(comment.test(line) ? [`${path}:${index + 1} has a comment: say it above the block`] : []),
      ...(pattern.test(line) ? [`${path}:${index + 1} has ?, * or [ outside quotes: quote that word`] : []),
    ]);
}

/** A document reduced to its shell code, with line numbers unchanged: shell blocks, and what follows `$ ` in blocks without a language. */
function shellOf(text: string): string {
  let language: string | undefined;
  const lines = text.split('\n').map((line) => {
    const fence = /^\s*```(\w*)\s*$/.exec(line);
    if (fence !== null) language = language === undefined ? (fence[1] ?? '') : undefined;
    else if (/^(?:sh|bash|shell|zsh)$/.test(language ?? '')) return line;
    else if (language === '' && line.startsWith('$ ')) return line.slice(2);
    return '';
  });
  return lines.join('\n');
}

/** Replaces quoted and escaped text and substitutions; line numbers stay the same. */
function unquoted(shell: string): string {
  return shell.replace(
    /\\.|'[^']*'|"(?:\\.|[^"\\])*"|\$\([^)]*\)/gs,
    (part) => `_${part.replace(/[^\n]/g, '')}`,
  );
}
