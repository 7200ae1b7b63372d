import { z } from 'zod';
import { foreignLabel } from '../../shared/safe-text.ts';

/**
 * Foreign lists are read entry by entry: an odd one costs itself alone. What could be read of it is kept, and it is
 * counted, for a list with gaps must not lead to a deletion.
 */
export const record = z.record(z.string(), z.unknown());

/** Longer ones are no ids of Home Assistant's (8 characters). */
const maxId = 128;

/** What every object has anyway is no id: a note kept under it would be found before it is made. */
export const idIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= maxId && !(value in Object.prototype)
    ? value
    : undefined;

/** Notes what of an entry could not be read. */
export class Oddities {
  readonly #places = new Set<string>();

  get found(): boolean {
    return this.#places.size > 0;
  }

  /** What `read` makes of it, else `fallback` and a note. */
  take<T>(schema: z.ZodType<T>, value: unknown, fallback: T): T {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    this.note('field');
    return fallback;
  }

  /** Those entries of a list that can be read; what is no list has none. */
  each<T>(schema: z.ZodType<T>, value: unknown): T[] {
    const list = this.take(z.array(z.unknown()).nullish(), value, []) ?? [];
    return list.flatMap((entry) => {
      const read = schema.safeParse(entry);
      if (!read.success) this.note('entry');
      return read.success ? [read.data] : [];
    });
  }

  note(place: string): void {
    this.#places.add(place);
  }
}

/** A moment that a manifest can hold: from 1970 to the year 9999. */
export const isMoment = (date: string): boolean => {
  const at = Date.parse(date);
  return at >= 0 && at < Date.UTC(10_000, 0);
};

/** Whole ones: what was noted of a size is read again as such. */
export const bytes = z.number().int().nonnegative();

/** A backup's name as it may be shown and kept; its id where there is nothing of the kind. */
export const nameIn = (name: unknown, id: string): string => foreignLabel(typeof name === 'string' ? name : '', id);
