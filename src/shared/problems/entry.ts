import type { ProblemAction } from '../contract/problem-actions.ts';

/**
 * Who ends it. `soon`: it passes within minutes, asked again then. `seldom`: automatically too, but each question may count
 * against this computer: asked less and less often. `next-run`: the next scheduled run may find it gone. `user`: nobody tries
 * before the user did something. `never`: trying the same again is pointless, the cause has to change.
 */
export type Retry = 'soon' | 'seldom' | 'next-run' | 'user' | 'never';

/**
 * `danger`: what is stored or the next backup is in doubt. `warning`: shown as early, and not red yet. `mild`: puts nothing in
 * doubt that is stored, and the next run may go on all the same. `if-asked`: mild, and no news at all unless the user asked
 * for a backup. `note`: to be known, and everything may be backed up all the same.
 */
export type Severity = 'danger' | 'warning' | 'mild' | 'if-asked' | 'note';

/**
 * What a failed attempt at storing a backup counts against. `archive`: a verdict on its bytes, final once it was seen twice.
 * `backup`: it is tried again with growing pauses; the answer in doubt, for it lets all others go on. `nothing`: trouble that is
 * surely not this backup's.
 */
export type Blame = 'archive' | 'backup' | 'nothing';

/**
 * What it ends. `backup`: this one alone. `creation`: no new backup is made, those that exist are taken. `run`: the next
 * backup would meet it as well. Also the run, and for longer: `token`, which is not used again; `cloud`, all talk with the
 * destination until the user signs in or approves; `cloud-for-hours`, a pause that grows.
 */
export type Ends = 'backup' | 'creation' | 'run' | 'token' | 'cloud' | 'cloud-for-hours';

/**
 * What becomes of the transfer or the command that meets it. `resume`: it goes on after seconds where it broke off, a few times.
 * `give-up`. `stop`: rclone's own further attempts are useless or do harm, it is ended.
 */
export type Midway = 'resume' | 'give-up' | 'stop';

/**
 * What few codes are. `clean-day`: nobody's fault or over without help, no blot on its day. `only-waits`: says no more of a backup
 * than that it waits. `spares-others`: may be the one file's that was asked for, the others are worth asking for.
 * `other-password`: ended by other credentials alone. `no-code-sent`: proves that no code was sent. `cancelled`: the
 * user's own wish.
 */
export type Mark = 'clean-day' | 'only-waits' | 'spares-others' | 'other-password' | 'no-code-sent' | 'cancelled';

/** What the details are, by their names: text, a number, yes or no. All may be missing. Nothing secret, nothing raw. */
export type Shape = Readonly<Record<string, 'text' | 'number' | 'flag'>>;

type ValueOf<Kind> = Kind extends 'text' ? string : Kind extends 'number' ? number : boolean;
type Typed<S extends Shape> = { readonly [Name in keyof S]?: ValueOf<S[Name]> };

/** What any problem may be given on its way to the user. */
type Common = Typed<{
  /** Which backup or file, and how many of them. */
  name: 'text';
  backup: 'text';
  backups: 'number';
  /** Old copies that would be deleted if nothing held that back. */
  expired: 'number';
  /** ISO 8601. */
  since: 'text';
  until: 'text';
  /** Bytes of a restore that wait for the next attempt. */
  keptBytes: 'number';
  /** Told from memory: nobody was asked. */
  remembered: 'flag';
  /** In a dialog of the user's. */
  dialog: 'flag';
  /** Who ended it: `sleep`. */
  by: 'text';
  /** Of rclone. */
  exitCode: 'number';
}>;

export type DetailsOf<S extends Shape> = Typed<S> & Common;

/** Everything about one code but its words (src/messages). All of it has to be said: what is forgotten does not compile. */
export interface Entry<S extends Shape, Details = DetailsOf<S>> {
  readonly retry: Retry;
  readonly severity: Severity | ((details: Details) => Severity);
  readonly blames: Blame;
  readonly ends: Ends;
  readonly midway: Midway;
  readonly marks: readonly Mark[];
  /** The buttons beside it: the first one is the cure; where that fails as long as something is not done elsewhere, that place. */
  readonly actions: readonly ProblemAction[];
  /** What to type behind the program's name to end it. Words in capitals stand for what the user puts in. */
  readonly terminal: string | null | ((details: Details) => string | null);
  /** Whether the user is told when no window is open: what only they can end, and nothing that is said elsewhere. */
  readonly notify: 'loud' | 'quiet';
  readonly details: S;
}

/** Any entry. Its functions take its own details, which only `rules.ts` gives them. */
export type AnyEntry = Entry<Shape, never>;

export const problem = <const S extends Shape>(entry: Entry<S>): Entry<S> => entry;

/** Commands that end several. */
export const commands = {
  setup: 'setup --url ADDRESS',
  login: 'login --apple-id YOUR-APPLE-ACCOUNT',
  again: 'backup --again ID',
  salvage: 'salvage FILE --to DIR',
} as const;

/** What somebody asked for by hand, with a file of theirs: nothing that is stored is in doubt. */
export const byHand = {
  blames: 'nothing',
  ends: 'backup',
  midway: 'give-up',
  marks: [],
  actions: [],
  notify: 'quiet',
} as const;
