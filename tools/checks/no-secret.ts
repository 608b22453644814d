/*
 * Why: anything committed is permanently public. A private key or a complete key in a file either grants access, or teaches leak
 * scanners and readers to ignore the next one. Tests generate theirs at run time.
 */
import { type Check, findLines } from './check.ts';

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"d"\s*:\s*"[\w-]{40,}"/;
// A complete token, not its constant first characters, which code and documents may mention.
const wholeToken = /eyJraWQiOi[\w-]{20,}\.[\w-]{20,}\.[\w-]{40,}/;
const foreignToken = /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|npm_[A-Za-z0-9]{36})\b|_authToken\s*=/;

/** These files contain example tokens; the private halves that signed them no longer exist. */
const tokensAllowed = ['spec/vectors/', 'spec/token.md', 'docs/'];

export const noSecret: Check = {
  promise: 'No tracked file holds a private key, or a token outside the vectors and the documents',
  run: (files) =>
    files.flatMap((file) => [
      ...findLines(file, privateKey, 'holds a private key: make one at run time'),
      ...findLines(file, foreignToken, 'holds a credential: withdraw it now, then remove it'),
      ...(tokensAllowed.some((allowed) => file.path.startsWith(allowed))
        ? []
        : findLines(
            file,
            wholeToken,
            'holds a whole token: issue one at run time, or move it to spec/vectors',
          )),
    ]),
};
