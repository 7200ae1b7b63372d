import { z } from 'zod';
import { unbroken, withRange, type Range } from '../domain/ranges.ts';

const bytes = z.number().int().nonnegative();

/** What a partial file is a part of, and what of it counts. */
const recordSchema = z.object({
  /** Name in iCloud Drive. */
  archive: z.string(),
  size: z.number(),
  sha256: z.string(),
  /** Bytes from the first on that are on the disk for certain: what was not flushed, a power cut may have left as holes. */
  flushed: bytes,
  /** What else is there for certain: first byte, and the one behind the last. */
  more: z.array(z.tuple([bytes, bytes])).default([]),
});

type PartialRecord = z.infer<typeof recordSchema>;

/** What the whole has to be. */
export type Whole = Pick<PartialRecord, 'archive' | 'size' | 'sha256'>;

export const writtenRecord = ({ archive, size, sha256 }: Whole, kept: readonly Range[]): string => {
  const flushed = unbroken(kept);
  const more = kept.filter(({ start }) => start >= flushed && start > 0).map(({ start, end }) => [start, end]);
  return `${JSON.stringify({ archive, size, sha256, flushed, ...(more.length > 0 && { more }) })}\n`;
};

/** What counts, of a file that is so long now. Undefined when the record is about something else, or none of ours. */
export const keptRanges = (
  text: string,
  { archive, size, sha256 }: Whole,
  found: number | undefined,
): readonly Range[] | undefined => {
  const record = recordSchema.safeParse(safeJson(text)).data;
  if (record?.archive !== archive || record.size !== size || record.sha256 !== sha256) return undefined;
  const limit = Math.min(found ?? 0, size);
  const ranges = [[0, record.flushed] as const, ...record.more];
  return ranges
    .map(([start, end]) => ({ start, end: Math.min(end, limit) }))
    .filter(({ start, end }) => start < end)
    .reduce<readonly Range[]>((all, range) => withRange(all, range), []);
};

export const endOf = (ranges: readonly Range[]): number => ranges.at(-1)?.end ?? 0;

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
