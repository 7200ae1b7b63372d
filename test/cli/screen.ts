/** What a terminal shows after these characters were written to it: as much of a terminal as the program uses. */
export const screenAfter = (written: string): string[] => {
  const lines = [''];
  let [row, column] = [0, 0];
  for (const piece of written.match(/\u001b\[\d[A-K]|[^\u001b]|\u001b/gu) ?? []) {
    if (piece === '\n') [row, column] = [row + 1, 0];
    else if (piece === '\r') column = 0;
    else if (piece === '\u001b[2K') lines[row] = '';
    else if (piece === '\u001b[1A') row = Math.max(row - 1, 0);
    else if (piece.startsWith('\u001b')) throw new Error('unknown escape sequence');
    else {
      lines[row] = (lines[row] ?? '').padEnd(column).slice(0, column) + piece + (lines[row] ?? '').slice(column + 1);
      column += 1;
    }
    lines[row] ??= '';
  }
  return lines;
};
