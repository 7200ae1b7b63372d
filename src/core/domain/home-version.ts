/** Year, month, and which one of the month; what was made on the way there (`b0`, `.dev…`) makes no difference here. */
const shape = /^(\d{4})\.(\d{1,2})\.(\d{1,3})/;

const numbersOf = (version: string | null | undefined): number[] | undefined =>
  shape
    .exec(version ?? '')
    ?.slice(1)
    .map(Number);

/** Whether a Home Assistant is of an older version than the one that was seen before. False where one of them is not known. Pure. */
export const isOlderHome = (version: string | null, before: string | undefined): boolean => {
  const [now, then] = [numbersOf(version), numbersOf(before)];
  if (!now || !then) return false;
  const at = now.findIndex((number, index) => number !== then[index]);
  return at !== -1 && (now[at] ?? 0) < (then[at] ?? 0);
};
