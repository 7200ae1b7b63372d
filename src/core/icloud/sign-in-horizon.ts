import { dayMs } from '../domain/day.ts';

/** How long Apple trusts a computer after a code was entered: rclone's documentation, about 30 days. */
export const trustDays = 30;
/** Reminders, in days since the code was entered (facts#sign-in-reminders). */
export const reminderDays = [21, 26, 29] as const;

export interface SignInHorizon {
  /** Whole days left, 0 on the last one, negative when over. */
  readonly daysLeft: number;
  /** ISO 8601. */
  readonly until: string;
  readonly due: boolean;
}

export const signInHorizon = (trustedSince: string, now: Date): SignInHorizon => {
  const until = new Date(new Date(trustedSince).getTime() + trustDays * dayMs);
  const daysLeft = Math.floor((until.getTime() - now.getTime()) / dayMs);
  const due = now.getTime() - new Date(trustedSince).getTime() >= reminderDays[0] * dayMs;
  return { daysLeft, until: until.toISOString(), due };
};
