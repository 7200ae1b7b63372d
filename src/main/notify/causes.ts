import { reminderDays, trustDays } from '../../core/domain/sign-in-horizon.ts';
import { blocksICloud, cureOf } from '../../shared/contract/cures.ts';
import type { NoticeView, ViewState } from '../../shared/contract/views.ts';
import { retryOf, type ErrorCode } from '../../shared/error-codes.ts';
import type { Problem } from '../../shared/run-report.ts';
import { describeProblem } from '../../shared/words.ts';
import { notifyWords as words } from '../../shared/words/notify.ts';

/** One reason to speak to the user. Shown once for as long as it lasts, and withdrawn when it is over. */
export interface Cause extends NoticeView {
  /** Not again after a restart either. */
  readonly once: boolean;
}

/** Days left at which Apple's trust is spoken of, the last first: past its usual end, and before. */
const reminders = [-1, ...reminderDays.map((day) => trustDays - day).toReversed()];
/** Reminders that can wait are given at an hour when people are up. Local time. */
const wakingHours = { from: 9, to: 21 } as const;
const dayHours = 24;

/** Everything that deserves a notification just now: pure, so that the policy can be read and tested as a table. */
export const causesOf = (state: ViewState, now: Date): readonly Cause[] => {
  if (state.status.safety === 'not-set-up') return [];
  const { desktop } = state;
  return [
    ...(desktop.notifySignIn ? signInCauses(state, now) : []),
    ...(desktop.notifyProblems ? problemCauses(state) : []),
    ...(desktop.notifySuccess ? successCauses(state, now) : []),
  ];
};

const signInCauses = ({ status }: ViewState, now: Date): readonly Cause[] => {
  const blocking = status.problems.find(({ code }) => blocksICloud(code));
  if (blocking) {
    const approval = cureOf(blocking.code) === 'approve';
    const said = approval
      ? words.approvalNeeded
      : { title: words.codeNeeded.title, body: words.codeNeeded.body(status.waiting) };
    return [{ id: approval ? 'approval' : 'sign-in', ...said, page: 'prompt', once: false }];
  }
  const { signIn } = status;
  const step = signIn && reminders.find((days) => signIn.daysLeft <= days);
  if (!signIn || step === undefined || !isWaking(now)) return [];
  const title = words.signInDue.title(signIn.daysLeft);
  const id = `sign-in-due ${signIn.until.slice(0, 10)} ${step}`;
  return [{ id, title, body: words.signInDue.body, page: 'prompt', once: true }];
};

const isWaking = (now: Date): boolean => now.getHours() >= wakingHours.from && now.getHours() < wakingHours.to;

const problemCauses = ({ status }: ViewState): readonly Cause[] => [
  ...status.problems.filter(isStale).map(staleCause),
  ...status.problems.filter(({ code }) => matters(code)).map(problemCause),
];

/** The age of the newest verified copy decides, not each attempt that failed. */
const isStale = ({ code, facts }: Problem): boolean => code === 'sync.stale' && facts['level'] === 'stale';

const staleCause = ({ facts }: Problem): Cause => {
  const hours = typeof facts['ageHours'] === 'number' ? facts['ageHours'] : 0;
  const title = words.stale.title(Math.max(Math.floor(hours / dayHours), 1));
  return { id: 'stale', title, body: words.stale.body, page: 'home', once: false };
};

/** Said by a line of its own, or no news to the person at the screen. */
const elsewhere = new Set<ErrorCode>([
  'sync.stale',
  'icloud.sign-in-due',
  'settings.not-set-up',
  'ha.unprotected',
  'ha.keeps-too-few',
  'sync.prune-limit',
  'icloud.removed-by-user',
]);

/** What only the user can end, and what never ends by trying again. What the next run may cure stays quiet. */
const matters = (code: ErrorCode): boolean =>
  !elsewhere.has(code) && !blocksICloud(code) && (retryOf(code) !== 'auto' || code === 'ha.unpulled');

const problemCause = ({ code, facts }: Problem): Cause => {
  const { title, next } = describeProblem(code, facts);
  return { id: code, title, body: next, page: 'home', once: false };
};

/** News for this long: who switches this on does not want to hear of last week's backup. */
const newsMs = 3_600_000;

const successCauses = ({ status }: ViewState, now: Date): readonly Cause[] => {
  const newest = status.newestVerified;
  if (!newest || now.getTime() - new Date(newest.confirmedAt).getTime() > newsMs) return [];
  const id = `stored ${newest.archive}`;
  return [{ id, title: words.stored.title, body: words.stored.body(newest.name), page: 'home', once: true }];
};
