/** Bytes of a file from `start` on, `end` excluded; never empty. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** With that range, too: in order, and what touches is one. */
export const withRange = (ranges: readonly Range[], more: Range): Range[] => {
  const apart = ranges.filter(({ start, end }) => end < more.start || start > more.end);
  const touching = ranges.filter(({ start, end }) => end >= more.start && start <= more.end);
  const joined = {
    start: Math.min(more.start, ...touching.map(({ start }) => start)),
    end: Math.max(more.end, ...touching.map(({ end }) => end)),
  };
  return [...apart, joined].sort((a, b) => a.start - b.start);
};

/** What of the first so many bytes is in none of them. The ranges are in order, as `withRange` leaves them. */
export const gapsBetween = (ranges: readonly Range[], size: number): Range[] => {
  const ends = [0, ...ranges.map(({ end }) => end)];
  const starts = [...ranges.map(({ start }) => start), size];
  return ends.flatMap((start, index) => {
    const end = Math.min(starts[index] ?? size, size);
    return start < end ? [{ start, end }] : [];
  });
};

export const bytesOfRanges = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** Bytes from the first on without a gap. */
export const unbroken = ([first]: readonly Range[]): number => (first?.start === 0 ? first.end : 0);

/** The same bytes in order, in ranges of at most so many. */
export const inPieces = (ranges: readonly Range[], pieceBytes: number): Range[] =>
  ranges.flatMap(({ start, end }) =>
    Array.from({ length: Math.ceil((end - start) / pieceBytes) }, (_, index) => {
      const from = start + index * pieceBytes;
      return { start: from, end: Math.min(from + pieceBytes, end) };
    }),
  );
