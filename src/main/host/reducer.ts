import type {
  DayView,
  DesktopView,
  LoginItemView,
  NoticeView,
  Running,
  SignInView,
  ViewState,
} from '../../shared/contract/views.ts';
import type { Page } from '../../shared/contract/commands.ts';
import type { Activity, Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';

/** Why the background work waits, though nothing is wrong with the backups. Either may come and go without the other. */
export interface Held {
  /** Only the user could start a run now. */
  readonly byBattery: boolean;
  /** The keychain is shut: it is tried again by itself, and the status says why nothing happens. */
  readonly byKeychain: Problem | null;
}

/** What the one state is made of. */
export interface HostState {
  readonly app: ViewState['app'];
  readonly status: Status;
  readonly held: Held;
  readonly running: Running | null;
  readonly signIn: SignInView;
  readonly days: readonly DayView[];
  readonly loginItem: LoginItemView;
  readonly desktop: DesktopView;
  readonly notices: readonly NoticeView[];
  readonly route: ViewState['route'];
}

/** What was read anew, all of it at one moment. */
export interface Facts {
  readonly status: Status;
  readonly days: readonly DayView[];
  readonly desktop: DesktopView;
  readonly loginItem: LoginItemView;
  readonly hasTray: boolean;
}

export type HostEvent =
  | { readonly type: 'facts'; readonly facts: Facts }
  | { readonly type: 'battery'; readonly isHolding: boolean }
  | { readonly type: 'locked'; readonly problem: Problem | null }
  | { readonly type: 'started'; readonly what: Running['what']; readonly since: string }
  | { readonly type: 'activity'; readonly activity: Activity; readonly secondsLeft: number | null }
  | { readonly type: 'cancelling' }
  | { readonly type: 'ended' }
  | { readonly type: 'sign-in'; readonly view: SignInView }
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

const applied = (state: HostState, event: HostEvent): HostState => {
  switch (event.type) {
    case 'facts': {
      const { hasTray, ...facts } = event.facts;
      return { ...state, ...facts, app: { ...state.app, hasTray } };
    }
    case 'battery':
      return { ...state, held: { ...state.held, byBattery: event.isHolding } };
    case 'locked':
      return { ...state, held: { ...state.held, byKeychain: event.problem } };
    case 'sign-in':
      return { ...state, signIn: event.view };
    case 'notices':
      return { ...state, notices: event.notices };
    case 'notice-dismissed':
      return { ...state, notices: state.notices.filter(({ id }) => id !== event.id) };
    case 'route':
      return { ...state, route: { page: event.page, asked: state.route.asked + 1 } };
    case 'started':
    case 'activity':
    case 'cancelling':
    case 'ended':
      return { ...state, running: runningAfter(state.running, event) };
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

/** What windows and tray are shown: the status says why nothing happens by itself. */
export const viewOf = ({ held, ...state }: HostState, revision: number): ViewState => ({
  ...state,
  revision,
  status: heldStatus(state.status, held),
  held: held.byKeychain ? 'keychain' : held.byBattery ? 'battery' : null,
  days: state.running?.what === 'backup' ? withToday(state.days, 'running') : state.days,
});

const withToday = (days: readonly DayView[], state: DayView['state']): readonly DayView[] =>
  days.map((day, index) => (index === days.length - 1 ? { ...day, state } : day));

const heldStatus = (status: Status, held: Held): Status => {
  const { byBattery, byKeychain } = held;
  if (!byKeychain || status.problems.some(({ code }) => code === byKeychain.code))
    return byBattery ? { ...status, nextRun: null } : status;
  const calm = status.safety === 'safe' || status.safety === 'waiting' || status.safety === 'busy';
  const safety = calm ? 'warning' : status.safety;
  return { ...status, nextRun: null, problems: [byKeychain, ...status.problems], safety };
};
