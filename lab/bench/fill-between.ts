/**
 * Puts `content` between the document's markers `<!-- <name> -->` and `<!-- end of <name> -->`.
 *
 * @throws Error if a marker is missing.
 */
export function fillBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`No place for the table. Add "${start}" and "${end}".`);
  return `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`;
}
