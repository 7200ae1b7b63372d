/** Of rows that are all as high as each other: the first one that is drawn, and the first one behind them that is not. */
export interface RowsInView {
  readonly first: number;
  readonly end: number;
}

interface Window {
  /** Where the list begins, measured from the upper edge of the window. Pixels; below 0 once it was scrolled out. */
  readonly top: number;
  readonly height: number;
}

/** Rows that are drawn above and below the window: a turn of the wheel finds them there. */
const spare = 12;
/** What is drawn changes in steps of so many rows: a few pixels of scrolling draw nothing again. */
const stepRows = 6;

/** @param row - pixels */
export const rowsInView = ({ top, height }: Window, row: number, count: number): RowsInView => {
  const stepped = (index: number): number => Math.floor(index / stepRows) * stepRows;
  const first = within(stepped(-top / row - spare), count);
  const end = within(stepped((height - top) / row + spare) + stepRows, count);
  return { first, end: Math.max(first, end) };
};

const within = (index: number, count: number): number => Math.min(Math.max(index, 0), count);
