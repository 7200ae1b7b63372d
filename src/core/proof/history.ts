const dayMs = 24 * 60 * 60_000;

/**
 * Whether the history reaches up to the backup. Rows newer than it are fine: the database is copied after the date was taken.
 *
 * @param newest - seconds since 1970 of the newest state, null for none
 * @param date - of the backup, ISO 8601; without an offset it counts as UTC. What is no date says nothing.
 */
export const judgeHistory = (
  newest: number | null,
  date: string | undefined,
): 'fine' | 'no-history' | 'old-history' => {
  if (newest === null) return 'no-history';
  const made = momentOf(date);
  return made !== undefined && newest * 1000 < made - dayMs ? 'old-history' : 'fine';
};

const momentOf = (date: string | undefined): number | undefined => {
  if (date === undefined) return undefined;
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(date);
  const moment = Date.parse(hasOffset || !date.includes(':') ? date : `${date}Z`);
  return Number.isNaN(moment) ? undefined : moment;
};
