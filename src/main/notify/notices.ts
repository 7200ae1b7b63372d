import { reminderDays, trustDays } from '../../core/icloud/sign-in-horizon.ts';
import type { DesktopView, NoticeView, ViewState } from '../../shared/contract/views.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { blocksCloud, isLoud, signInCureOf } from '../../shared/problems/rules.ts';
import type { Problem } from '../../shared/run-report.ts';
import { withoutControls } from '../../shared/safe-text.ts';
import { describeProblem } from '../../messages/problems.ts';
import { messages } from '../../messages/messages.ts';

/** Something to tell the user. Shown once for as long as it lasts, and withdrawn when it is over. */
export interface Notice extends NoticeView {
  /** Not again after a restart either. */
  readonly once: boolean;
}

/** One kind of notice: everything that decides whether it is shown, and what it says. */
interface NoticeKind {
  /** The choice of the user that turns it off. */
  readonly setting: keyof DesktopView & `notify${string}`;
  /** What it has to say just now; as a rule nothing. */
  of(state: ViewState, now: Date): readonly Notice[];
}

/** Nothing goes to iCloud before the user has signed in again or allowed access. */
const signInNeeded: NoticeKind = {
  setting: 'notifySignIn',
  of: ({ status }) => {
    const blocking = blockingProblem(status);
    if (!blocking) return [];
    const approval = signInCureOf(blocking.code) === 'approve';
    const body = approval ? messages.notify.approvalNeeded : messages.notify.codeNeeded(status.waiting);
    return [{ id: approval ? 'approval' : 'sign-in', title: titleOf(blocking), body, page: 'prompt', once: false }];
  },
};

/** Days left at which Apple's trust is spoken of, the last first: past its usual end, and before. */
const reminders = [-1, ...reminderDays.map((day) => trustDays - day).toReversed()];
/** Reminders that can wait are given at an hour when people are up. Local time. */
const wakingHours = { from: 9, to: 21 } as const;

/** A reminder some days before the sign-in ends. */
const signInDue: NoticeKind = {
  setting: 'notifySignIn',
  of: ({ status }, now) => {
    const { signIn } = status;
    const step = signIn && reminders.find((days) => signIn.daysLeft <= days);
    const isWaking = now.getHours() >= wakingHours.from && now.getHours() < wakingHours.to;
    if (!signIn || step === undefined || !isWaking || blockingProblem(status)) return [];
    const title = titleOf(aProblem('icloud.sign-in-due', { daysLeft: signIn.daysLeft }));
    const id = `sign-in-due ${signIn.until.slice(0, 10)} ${step}`;
    return [{ id, title, body: messages.notify.signInDue, page: 'prompt', once: true }];
  },
};

/** The age of the newest verified copy decides, not each attempt that failed. */
const outOfDate: NoticeKind = {
  setting: 'notifyProblems',
  of: ({ status }) =>
    status.problems
      .filter(({ code, facts }) => code === 'sync.stale' && facts['level'] === 'stale')
      .map((problem) => ({
        id: 'stale',
        title: titleOf(problem),
        body: messages.notify.stale,
        page: 'home',
        once: false,
      })),
};

/** Every problem whose entry in shared/problems says that it deserves a notification; what blocks iCloud has one of its own. */
const problem: NoticeKind = {
  setting: 'notifyProblems',
  of: ({ status }) =>
    status.problems
      .filter(({ code }) => isLoud(code) && !blocksCloud(code))
      .map(({ code, facts }) => {
        const { title, next } = describeProblem(code, facts);
        return { id: code, title, body: next, page: 'home', once: false };
      }),
};

/** News for this long: who switches this on does not want to hear of last week's backup. */
const newsMs = 3_600_000;

const stored: NoticeKind = {
  setting: 'notifySuccess',
  of: ({ status: { newestVerified: newest } }, now) => {
    if (!newest || now.getTime() - new Date(newest.confirmedAt).getTime() > newsMs) return [];
    const { title, body } = messages.notify.stored;
    return [{ id: `stored ${newest.archive}`, title, body: body(newest.name), page: 'home', once: true }];
  },
};

/** All there are, in the order in which they are shown. */
const kinds: readonly NoticeKind[] = [signInNeeded, signInDue, outOfDate, problem, stored];

/**
 * Everything that deserves a notification just now: pure, so that the policy can be read and tested as a table. Fit to be shown,
 * whatever names are in it.
 */
export const noticesOf = (state: ViewState, now: Date): readonly Notice[] => {
  if (state.status.safety === 'not-set-up') return [];
  return kinds
    .filter(({ setting }) => state.desktop[setting])
    .flatMap((kind) => kind.of(state, now))
    .map((notice) => ({ ...notice, title: withoutControls(notice.title), body: withoutControls(notice.body) }));
};

const blockingProblem = ({ problems }: ViewState['status']): Problem | undefined =>
  problems.find(({ code }) => blocksCloud(code));

/** As the headline says it. */
const titleOf = ({ code, facts }: Problem): string => describeProblem(code, facts).title;
