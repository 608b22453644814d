const separators = [',', ';', '\t'];

/** The separator that the header has most of; a comma if it has none. */
export function separatorOf(header: string): string {
  const count = (separator: string): number => header.split(separator).length;
  return separators.reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** Whether the text has an odd number of quotation marks. */
export function isOpen(text: string): boolean {
  let open = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) open = !open;
  return open;
}

/** Splits one row into its cells; undefined if a quotation mark is in the wrong place. */
export function cellsIn(row: string, separator: string): string[] | undefined {
  if (!row.includes('"')) return row.split(separator);
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    const quoted = row[at] === '"';
    const end = quoted ? closingMark(row, at + 1) + 1 : endOf(row, separator, at);
    if (end === 0) return undefined;
    const text = quoted ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, end);
    if (!quoted && text.includes('"')) return undefined;
    cells.push(text);
    at = end;
    if (at === row.length) return cells;
    if (row[at] !== separator) return undefined;
  }
}

function endOf(row: string, separator: string, from: number): number {
  const at = row.indexOf(separator, from);
  return at < 0 ? row.length : at;
}

/** The mark that ends a cell: the first that isn't doubled. -1 if there is none. */
function closingMark(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row[at + 1] !== '"') return at;
  }
  return -1;
}
