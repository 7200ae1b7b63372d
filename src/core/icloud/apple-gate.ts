import type { ErrorCode } from '../../shared/error-codes.ts';
import { closesCloud, pausesCloud } from '../../shared/problems/rules.ts';
import { AppError } from '../errors/app-error.ts';
import { isAhead, maxPauseMs, openGates, within, type Gates } from '../state/gates.ts';
import { appleBudget } from './apple-budget.ts';

/** Throws why Apple must not be spoken to now. */
export const checkApple = (gates: Gates, now: Date): void => {
  if (gates.appleNeedsUser)
    throw new AppError(gates.appleNeedsUser.code, { since: gates.appleNeedsUser.since, remembered: true });
  if (isAhead(gates.appleNotBefore, maxPauseMs, now)) {
    const code = gates.appleRefusal?.code ?? 'cloud.throttled';
    throw new AppError(code, { until: gates.appleNotBefore ?? '', remembered: true });
  }
};

const longestPauseHours = 24;

/**
 * Apple is left alone for hours. What it refused is its own word, and yet said once: asked again after the pause, and at once
 * when the user signs in.
 */
const pauseApple = (gates: Gates, code: ErrorCode, now: Date): Gates => {
  const rest = Object.fromEntries(Object.entries(gates).filter(([name]) => name !== 'appleRefusal')) as Gates;
  const pauses = [...within(gates.applePauses, appleBudget.pausesRowMs, now), now.toISOString()];
  const hours = appleBudget.pauseHours[pauses.length - 1] ?? longestPauseHours;
  return {
    ...rest,
    applePauses: pauses.slice(-appleBudget.pauseHours.length),
    appleNotBefore: new Date(now.getTime() + hours * 3_600_000).toISOString(),
    ...(code === 'cloud.throttled' ? {} : { appleRefusal: { code } }),
  };
};

/**
 * Remembers what Apple (or rclone for it) answered; codes that are no gate change nothing, nor does an error that came from
 * a gate itself: it would move its own end on and on.
 */
export const rememberApple = (gates: Gates, error: AppError, now: Date): Gates => {
  if (error.facts.remembered === true) return gates;
  if (pausesCloud(error.code)) return pauseApple(gates, error.code, now);
  if (!closesCloud(error.code)) return gates;
  return { ...gates, appleNeedsUser: { code: error.code, since: now.toISOString() } };
};

/** The user signed in or approved: everything that waited for that is open again. */
export const liftApple = (gates: Gates): Gates => ({
  ...withoutApple(gates),
  signIn: openGates().signIn,
  applePauses: [],
});

/** The account is gone from this computer, and with it what Apple wanted of it. Limits and pauses stay: they protect the user. */
export const forgetAccount = (gates: Gates): Gates => {
  const { appleNotBefore } = gates;
  return { ...withoutApple(gates), ...(appleNotBefore === undefined ? {} : { appleNotBefore }) };
};

const withoutApple = (gates: Gates): Gates =>
  Object.fromEntries(
    Object.entries(gates).filter(
      ([name]) => !['appleNeedsUser', 'appleNotBefore', 'appleRefusal', 'full'].includes(name),
    ),
  ) as Gates;
