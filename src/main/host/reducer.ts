import type { SignInView } from '../../shared/icloud/sign-in-view.ts';
import type {
  DayView,
  DesktopView,
  DoctorView,
  LoginItemView,
  MovedView,
  NoticeView,
  Running,
  SearchView,
  UpdateView,
  ViewState,
} from '../../shared/contract/views.ts';
import type { Page } from '../../shared/contract/places.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { mayHaveMoved } from '../../shared/problems/rules.ts';
import type { Activity, Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';

/** Why the background work waits, though nothing is wrong with the backups. Either may come and go without the other. */
export interface Held {
  /** Only the user could start a run now. */
  readonly byBattery: boolean;
  /** The keychain is shut: it is tried again automatically, and the status says why nothing happens. */
  readonly byKeychain: Problem | null;
}

/** A run that the user ordered and that failed: said until one gets through, whatever else is well. */
export interface FailedOrder {
  readonly problem: Problem;
  readonly at: string;
}

/** What the one state is made of. */
export interface HostState {
  readonly app: ViewState['app'];
  readonly status: Status;
  readonly held: Held;
  readonly failedOrder: FailedOrder | null;
  readonly running: Running | null;
  readonly search: SearchView | null;
  readonly moved: MovedView | null;
  readonly doctor: DoctorView | null;
  readonly signIn: SignInView;
  readonly days: readonly DayView[];
  readonly loginItem: LoginItemView;
  readonly desktop: DesktopView;
  readonly update: UpdateView | null;
  readonly notices: readonly NoticeView[];
  readonly remindsOfSheet: boolean;
  readonly route: ViewState['route'];
}

/** What was read again, all of it at one moment. */
export interface Facts {
  readonly status: Status;
  readonly days: readonly DayView[];
  readonly desktop: DesktopView;
  readonly loginItem: LoginItemView;
  readonly remindsOfSheet: boolean;
  readonly hasTray: boolean;
}

export type HostEvent =
  | { readonly type: 'facts'; readonly facts: Facts }
  | { readonly type: 'battery'; readonly isHolding: boolean }
  | { readonly type: 'locked'; readonly problem: Problem | null }
  | { readonly type: 'started'; readonly what: Running['what']; readonly since: string }
  | { readonly type: 'activity'; readonly activity: Activity; readonly secondsLeft: number | null }
  | { readonly type: 'order-failed'; readonly problem: Problem; readonly at: string }
  | { readonly type: 'search'; readonly search: SearchView | null }
  | { readonly type: 'moved'; readonly moved: MovedView | null }
  | { readonly type: 'doctor'; readonly doctor: DoctorView | null }
  | { readonly type: 'cancelling' }
  | { readonly type: 'ended' }
  | { readonly type: 'sign-in'; readonly view: SignInView }
  | { readonly type: 'update'; readonly update: UpdateView | null }
  | { readonly type: 'notices'; readonly notices: readonly NoticeView[] }
  | { readonly type: 'notice-dismissed'; readonly id: string }
  | { readonly type: 'route'; readonly page: Page };

/** Pure. The same object where nothing changed, so that nobody is told of it. */
export const reduce = (state: HostState, event: HostEvent): HostState => {
  const next = applied(state, event);
  const parts = Object.keys(next) as (keyof HostState)[];
  const isSame = (part: keyof HostState): boolean =>
    next[part] === state[part] || JSON.stringify(next[part]) === JSON.stringify(state[part]);
  return parts.every(isSame) ? state : next;
};

const runEvents: readonly HostEvent['type'][] = ['started', 'activity', 'cancelling', 'ended'];
const isRunEvent = (event: HostEvent): event is RunEvent => runEvents.includes(event.type);

/** What is shown as it was told, under its own name. */
type Told = Extract<HostEvent, { readonly type: 'search' | 'moved' | 'doctor' | 'update' | 'notices' }>;
const toldEvents: readonly HostEvent['type'][] = ['search', 'moved', 'doctor', 'update', 'notices'];
const isTold = (event: HostEvent): event is Told => toldEvents.includes(event.type);
const partOf = ({ type, ...part }: Told): Partial<HostState> => (type in part ? part : {});

const applied = (state: HostState, event: HostEvent): HostState => {
  if (isRunEvent(event)) return { ...state, running: runningAfter(state.running, event) };
  if (isTold(event)) return { ...state, ...partOf(event) };
  switch (event.type) {
    case 'facts':
      return withFacts(state, event.facts);
    case 'order-failed':
      return { ...state, failedOrder: { problem: event.problem, at: event.at } };
    case 'battery':
      return { ...state, held: { ...state.held, byBattery: event.isHolding } };
    case 'locked':
      return { ...state, held: { ...state.held, byKeychain: event.problem } };
    case 'sign-in':
      return { ...state, signIn: event.view };
    case 'notice-dismissed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== event.id) };
    case 'route':
      return { ...state, route: { page: event.page, asked: state.route.asked + 1 } };
  }
};

type RunEvent = Extract<HostEvent, { readonly type: 'started' | 'activity' | 'cancelling' | 'ended' }>;

const runningAfter = (running: Running | null, event: RunEvent): Running | null => {
  switch (event.type) {
    case 'started':
      return { what: event.what, activity: null, cancelling: false, since: event.since, secondsLeft: null };
    case 'activity':
      return running && { ...running, activity: event.activity, secondsLeft: event.secondsLeft };
    case 'cancelling':
      return running && { ...running, cancelling: true, secondsLeft: null };
    case 'ended':
      return null;
  }
};

const withFacts = (state: HostState, { hasTray, ...facts }: Facts): HostState => ({
  ...state,
  ...facts,
  doctor: setUpOf(facts.status) === setUpOf(state.status) ? state.doctor : null,
  failedOrder: isMadeGood(state.failedOrder, facts.status) ? null : state.failedOrder,
  app: { ...state.app, hasTray },
});

/** What a list of the doctor's is about: of another account or home it says nothing. */
const setUpOf = ({ home, signIn }: Status): string => JSON.stringify([home?.url, home?.name, signIn?.account]);

/** A later run got through, the user's or an automatic one. */
const isMadeGood = (failed: FailedOrder | null, { lastRun }: Status): boolean =>
  failed !== null &&
  (lastRun?.outcome === 'done' || lastRun?.outcome === 'warnings') &&
  Date.parse(lastRun.finished) > Date.parse(failed.at);

/** What windows and tray are shown: the status says why nothing happens automatically. */
export const viewOf = ({ held, failedOrder, ...state }: HostState, revision: number): ViewState => ({
  ...state,
  revision,
  ...(failedOrder ? { orderFailed: failedOrder.at } : {}),
  status: heldStatus(movedStatus(orderedStatus(state.status, failedOrder), state.moved), held),
  moved: isOfNow(state.moved, state.status) ? state.moved : null,
  held: held.byKeychain ? 'keychain' : held.byBattery ? 'battery' : null,
  // What was found stays known: with the check on again it is shown at once.
  update: state.desktop.checkUpdates === true ? state.update : null,
  days: state.running?.what === 'backup' ? withToday(state.days, 'running') : state.days,
});

const withToday = (days: readonly DayView[], state: DayView['state']): readonly DayView[] =>
  days.map((day, index) => (index === days.length - 1 ? { ...day, state } : day));

const orderedStatus = (status: Status, failed: FailedOrder | null): Status =>
  failed ? withProblem(status, failed.problem) : status;

/** False once it was set up with another address: the search was for the old one. */
const isOfNow = (moved: MovedView | null, { home }: Status): moved is MovedView =>
  moved !== null && moved.failed === home?.url;

/** It was found at another address, which is said before all that follows from its silence. */
const movedStatus = (status: Status, moved: MovedView | null): Status => {
  if (status.safety === 'not-set-up' || !isOfNow(moved, status)) return status;
  const [first] = moved.places;
  if (first === undefined) return status;
  const facts = { url: moved.failed, found: new URL(first.url).host, places: moved.places.length };
  const others = status.problems.filter(({ code }) => !mayHaveMoved(code));
  return {
    ...status,
    safety: status.safety === 'danger' ? 'danger' : 'warning',
    problems: [aProblem('ha.found-elsewhere', facts), ...others],
  };
};

const heldStatus = (status: Status, { byBattery, byKeychain }: Held): Status => {
  if (!byKeychain || status.problems.some(({ code }) => code === byKeychain.code))
    return byBattery ? { ...status, nextRun: null } : status;
  return { ...withProblem(status, byKeychain), nextRun: null };
};

/** First of all, unless something graver is said already. */
const withProblem = (status: Status, problem: Problem): Status => {
  if (status.safety === 'not-set-up') return status;
  const others = status.problems.filter(({ code }) => code !== problem.code);
  if (status.safety === 'danger') return { ...status, problems: [...others.slice(0, 1), problem, ...others.slice(1)] };
  return { ...status, problems: [problem, ...others], safety: 'warning' };
};
