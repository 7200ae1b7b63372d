export interface TarLimits {
  /** Headers of every kind. */
  readonly entries: number;
  /** Bytes of one extended header, and of all of them together. */
  readonly extended: number;
  readonly extendedTotal: number;
  /** Records in one of them. */
  readonly records: number;
  /** Bytes of a name. */
  readonly name: number;
}

/** What no real backup comes near: it has one entry and under 200 bytes of extended header for each of its parts. */
export const outerLimits: TarLimits = {
  entries: 10_000,
  extended: 64 * 1024,
  extendedTotal: 4 * 1024 * 1024,
  records: 256,
  name: 1024,
};

/** Of a part: as many files as a home has, each with an extended header (for its time). Nothing is kept of them. */
export const innerLimits: TarLimits = {
  ...outerLimits,
  entries: 20_000_000,
  extendedTotal: Number.POSITIVE_INFINITY,
  name: 4096,
};
