import type { ProblemAction } from '../contract/problem-actions.ts';
import type { ErrorCode } from '../error-codes.ts';
import type { Problem } from '../run-report.ts';
import { catalogue } from './catalogue.ts';
import type { AnyEntry, Blame, Mark, Retry, Severity } from './entry.ts';

/* What follows from an entry of the catalogue. Code that needs to know something about a code asks here, and lists no codes. */

const entryOf = (code: ErrorCode): AnyEntry => catalogue[code];

const isMarked =
  (mark: Mark) =>
  (code: ErrorCode): boolean =>
    entryOf(code).marks.includes(mark);

/** An entry's function gets what the problem has: names and kinds are those it was raised with, or they are missing. */
const resolved = <T>(part: T | ((details: never) => T), { facts }: Problem): T =>
  part instanceof Function ? part(facts as never) : part;

// Who ends it.

export const retryOf = (code: ErrorCode): Retry => entryOf(code).retry;

/** Nobody tries again before the user did something. */
export const needsUser = (code: ErrorCode): boolean => retryOf(code) === 'user';

/** The next scheduled run may find it gone. */
export const endsByItself = (code: ErrorCode): boolean => ['soon', 'seldom', 'next-run'].includes(retryOf(code));

export const isCancelled = isMarked('cancelled');

// How much it matters.

const severityOf = (problem: Problem): Severity => resolved(entryOf(problem.code).severity, problem);

/** Puts nothing in doubt that is stored, and the next run may go on all the same: to be known, not to be afraid of. */
export const isMild = (problem: Problem): boolean => !['danger', 'warning'].includes(severityOf(problem));

export const isGrave = (problem: Problem): boolean => severityOf(problem) === 'danger';

/** Whether "safe" may not be said as long as it stands; `asked`: the user asked for the backup that met it. */
export const speaksAgainstSafety = (problem: Problem, asked: boolean): boolean => {
  const severity = severityOf(problem);
  return severity === 'if-asked' ? asked : severity !== 'note';
};

/** Nobody's fault, or over without help: no blot on the day on which a run ended with it. */
export const leavesDayClean = isMarked('clean-day');

/** Says no more of a backup than that it waits. */
export const onlyWaits = isMarked('only-waits');

// What a failed attempt leaves behind, and what it ends.

export const blameOf = (code: ErrorCode): Blame => entryOf(code).blames;

/** The archive itself was found wanting: once that was seen twice, trying the same bytes again changes nothing. */
export const isVerdict = (code: ErrorCode): boolean => blameOf(code) === 'archive';

/** Failures that the next backup of the same run would meet as well. */
export const endsRun = (code: ErrorCode): boolean => !['backup', 'creation'].includes(entryOf(code).ends);

/** No new backup is made, and those that exist are worth a run all the same. */
export const endsCreationAlone = (code: ErrorCode): boolean => entryOf(code).ends === 'creation';

/**
 * What Home Assistant said against this very token: tried again only after the user did something. A ban is none of these:
 * it is met before the token is used, so asking again costs nothing and ends automatically when the ban was lifted.
 */
export const refusesToken = (code: ErrorCode): boolean => entryOf(code).ends === 'token';

/** Every further automatic call to the destination would fail the same way or do harm, until the user signs in or approves. */
export const closesCloud = (code: ErrorCode): boolean => entryOf(code).ends === 'cloud';

/** The destination is left alone for hours. */
export const pausesCloud = (code: ErrorCode): boolean => entryOf(code).ends === 'cloud-for-hours';

/** A transfer goes on after seconds where it broke off. */
export const isResumed = (code: ErrorCode): boolean => entryOf(code).midway === 'resume';

/** What a second attempt of the same command cannot cure, and what gets worse by it. */
export const stopsAttempts = (code: ErrorCode): boolean => entryOf(code).midway === 'stop';

/**
 * May be the failure of the one file or folder that was asked for, so that the others are worth asking for. What is left (a
 * session, a pause that the destination wants, rclone, the disk, the user's cancel) would meet each of them the same.
 */
export const sparesOthers = isMarked('spares-others');

/** What only other credentials can end; everything else may be tried again with the stored ones. */
export const wantsOtherPassword = isMarked('other-password');

/** The end of a first step of a sign-in that proves that no code was sent. */
export const provesNoCode = isMarked('no-code-sent');

// What the user can do, and whether they are told.

/** The buttons beside a problem, the first one the most useful. */
export const actionsOf = (code: ErrorCode): readonly ProblemAction[] => entryOf(code).actions;

/** Which way leads back in, where that is what is missing. */
export const signInCureOf = (code: ErrorCode): 'reconnect' | 'approve' | null =>
  actionsOf(code).find((action) => action === 'reconnect' || action === 'approve') ?? null;

/** Nothing can be stored before the user has done something about it. */
export const blocksCloud = (code: ErrorCode): boolean => signInCureOf(code) !== null && isGrave({ code, facts: {} });

/** A backup that is asked for now would meet it again: the user has to do something else first. */
export const preventsBackUp = (code: ErrorCode): boolean =>
  endsRun(code) &&
  ['user', 'never'].includes(retryOf(code)) &&
  !actionsOf(code).some((action) => triesAgain.has(action));

/** Nobody answers at Home Assistant's address: it may have another one by now. */
export const mayHaveMoved = (code: ErrorCode): boolean => actionsOf(code).includes('find-home');

/** Pressing the button is their own way to find out whether it is over. */
const triesAgain: ReadonlySet<ProblemAction> = new Set(['back-up', 'make-new', 'try-again']);

/** What to type behind the program's name to end it. */
export const terminalCommandFor = (problem: Problem): string | null =>
  resolved(entryOf(problem.code).terminal, problem);

/** Whether it deserves a notification of its own. */
export const isLoud = (code: ErrorCode): boolean => entryOf(code).notify === 'loud';
