import type { ContentSink } from '../archive/open/walk-parts.ts';

/** Gathers a small file and hands it over whole; what turns out larger than allowed never gets there. */
export const capture = (whole: (bytes: Buffer) => void): ContentSink => {
  const pieces: Buffer[] = [];
  return {
    write: (piece) => void pieces.push(Buffer.from(piece)),
    end: () => {
      whole(Buffer.concat(pieces));
      pieces.length = 0;
    },
    broken: () => void (pieces.length = 0),
  };
};
