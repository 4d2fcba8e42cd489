/**
 * Rows of one length as lines of aligned columns, the first row over a rule; the first `left` columns and the last one
 * stand left, figures right.
 */
export function alignedTable(rows: readonly (readonly string[])[], left = 1): string {
  const widths = rows[0].map((_, column) => rows.reduce((widest, row) => Math.max(widest, row[column].length), 0));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < left || column === row.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return [line(rows[0]), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.slice(1).map(line)].join('\n');
}
