/** One character of a path that every upstream reads in the same way. */
const plain = "[A-Za-z0-9_~!$&'()*+,=:@.-]";
const plainButDot = plain.replace('.', '');
/** Plain characters, and not dots alone: `/open/../orders` must not open `/orders`. */
export const segment: string = `\\.*${plainButDot}${plain}*`;
const openPath = new RegExp(`^(/${segment})+$`);

/** The rule for open paths that a gate has too: without escapes, `//`, dots alone, semicolons and backslashes. */
export function isOpenPath(path: string): boolean {
  return openPath.test(path);
}
