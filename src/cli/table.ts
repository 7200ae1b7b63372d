import { cutText } from '../shared/safe-text.ts';
import { breakText, fitText, padText, textWidth } from './text-width.ts';

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  /** Where the whole table is too wide, it moves to a line of its own under its row. */
  readonly movable?: boolean;
}

const gap = '  ';
const indent = '    ';

/**
 * One line per row where that fits; else the movable columns on lines of their own below each row. Rows that are still too
 * long are cut: columns that do not stand below each other would be harder to read. `width` is Infinity where no terminal
 * limits it.
 */
export const renderTable = <T>(columns: readonly Column<T>[], rows: readonly T[], width: number): string[] => {
  const all = layOut(columns, rows);
  if (all.every((line) => textWidth(line) <= width)) return all;
  const fixed = layOut(
    columns.filter((column) => column.movable !== true),
    rows,
  );
  const movable = columns.filter((column) => column.movable === true);
  const [head = '', ...lines] = fixed;
  const below = rows.map((row) =>
    movable
      .map((column) => ({ title: column.title, text: shown(column, row) }))
      .filter(({ text }) => text !== '')
      .flatMap(({ title, text }) => breakText(`${title.toLowerCase()}: ${text}`, width - indent.length))
      .map((line) => indent + line),
  );
  return [head, ...lines.flatMap((line, index) => [line, ...(below[index] ?? [])])].map((line) => fitText(line, width));
};

/** A path has no more than that; of a longer name the beginning has to do. */
const longestCell = 500;
const shown = <T>(column: Column<T>, row: T): string => cutText(column.cell(row), longestCell);

const layOut = <T>(columns: readonly Column<T>[], rows: readonly T[]): string[] => {
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => shown(column, row))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => textWidth(row[index] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, index) => padText(cell, widths[index] ?? 0))
      .join(gap)
      .trimEnd(),
  );
};
