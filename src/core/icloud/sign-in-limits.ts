import { AppError } from '../errors/app-error.ts';
import type { Gates } from '../state/gates.ts';
import { appleBudget } from './apple-budget.ts';

const { quietMs, resendMs, codesAsked, wrongCodes, wrongPasswords } = appleBudget;

type Counters = Gates['signIn'];

/** After an hour of quiet a series is over and counts no more. */
const series = (moments: readonly string[], now: Date): readonly string[] => {
  const last = moments.at(-1);
  const ago = last === undefined ? quietMs : now.getTime() - new Date(last).getTime();
  // A moment in the future (the clock was ahead once) must not lock anybody out until then.
  return ago >= 0 && ago < quietMs ? moments : [];
};

const refuseUntil = (last: string | undefined, ms: number): never => {
  throw new AppError('icloud.code-limit', { until: new Date(new Date(last ?? 0).getTime() + ms).toISOString() });
};

const checkSeries = (moments: readonly string[], limit: number, now: Date): void => {
  const current = series(moments, now);
  if (current.length >= limit) refuseUntil(current.at(-1), quietMs);
};

/** May the password be sent? Error: `icloud.code-limit` with `until`. */
export const checkPasswordAttempt = (counters: Counters, now: Date): void => {
  checkSeries(counters.wrongPasswords, wrongPasswords, now);
  checkSeries(counters.wrongCodes, wrongCodes, now);
};

/** May Apple be asked for (another) code? `sameWay` = by the way that was used last, which needs a pause. */
export const checkCodeRequest = (counters: Counters, sameWay: boolean, now: Date): void => {
  checkSeries(counters.codesAsked, codesAsked, now);
  checkSeries(counters.wrongCodes, wrongCodes, now);
  const last = counters.codesAsked.at(-1);
  if (sameWay && last !== undefined && now.getTime() - new Date(last).getTime() < resendMs) refuseUntil(last, resendMs);
};

/** May a code be tried? */
export const checkCodeAttempt = (counters: Counters, now: Date): void =>
  checkSeries(counters.wrongCodes, wrongCodes, now);

/** One more of a kind, the series before it forgotten when it is over. */
export const count = (counters: Counters, what: keyof Counters, now: Date): Counters => ({
  ...counters,
  [what]: [...series(counters[what], now), now.toISOString()],
});

/** Takes the last of a kind back: it turned out that it never happened. */
export const uncount = (counters: Counters, what: keyof Counters): Counters => ({
  ...counters,
  [what]: counters[what].slice(0, -1),
});
