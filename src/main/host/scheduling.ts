/**
 * Who wants the core's attention, the most urgent first: the user's order, a sign-in that the user leads, the doctor where it asks
 * iCloud, a list for a window, a background check.
 */
export type Rank = 'order' | 'sign-in' | 'doctor' | 'list' | 'check';

/** Why nothing begins in the background. Each may come and go without the others. */
export type Rest = 'not-set-up' | 'asleep' | 'on-battery';

/** Who ended a task: something more urgent, the user, the computer's sleep, the end of the program. */
export type StopReason = 'priority' | 'user' | 'sleep' | 'end';

export interface Task {
  readonly id: number;
  readonly rank: Rank;
  readonly stage: 'waiting' | 'running' | 'stopping';
  /** A check that has begun to move a backup is a run like one that the user ordered: it gives way to nothing. */
  readonly movesBackup: boolean;
}

export interface Schedule {
  readonly tasks: readonly Task[];
  readonly rests: readonly Rest[];
  /** A check was left out because of other work: made up for once, as soon as that is over. */
  readonly owesCheck: boolean;
  readonly isEnded: boolean;
}

export const emptySchedule: Schedule = { tasks: [], rests: ['not-set-up'], owesCheck: false, isEnded: false };

export type ScheduleEvent =
  /** An id that is running asks for its next step: whatever came between makes way again. */
  | { readonly type: 'asked'; readonly id: number; readonly rank: Exclude<Rank, 'check'> }
  | { readonly type: 'check-due'; readonly id: number; readonly isPaused: boolean }
  /** The user wants a check now. */
  | { readonly type: 'check-wanted' }
  | { readonly type: 'moves-backup'; readonly id: number }
  | { readonly type: 'cancelled'; readonly id: number }
  /** It has let go of everything. */
  | { readonly type: 'over'; readonly id: number }
  | { readonly type: 'rest'; readonly rest: Rest; readonly isOn: boolean }
  | { readonly type: 'ended' };

/** `busy`: another run is under way. `not-now`: a check that is left out. */
type Refusal = 'busy' | 'not-now' | 'ended';

export type Effect =
  | { readonly do: 'start'; readonly id: number }
  | { readonly do: 'refuse'; readonly id: number; readonly because: Refusal }
  | { readonly do: 'stop'; readonly id: number; readonly by: StopReason }
  /** The watch lets go of its connection, and begins again with a check as soon as it may. */
  | { readonly do: 'renew-watch' };

export interface Step {
  readonly schedule: Schedule;
  readonly effects: readonly Effect[];
}

/** A run: what moves backups or changes the set-up. At most one at a time. */
export const isRun = ({ rank, movesBackup }: Task): boolean => rank === 'order' || movesBackup;

/** Whether a list from the core would have to wait for somebody. */
export const isTaken = ({ tasks }: Schedule): boolean =>
  tasks.some((task) => isRun(task) || task.rank === 'sign-in' || task.rank === 'doctor');

/** Nothing keeps work from beginning in the background. */
export const mayWatch = ({ rests, isEnded }: Schedule): boolean => rests.length === 0 && !isEnded;

/** What follows from an event. Pure; effects are in the order in which they are to be carried out. */
export const advance = (schedule: Schedule, event: ScheduleEvent): Step => {
  switch (event.type) {
    case 'asked':
      return asked(schedule, event);
    case 'check-due':
      return checkDue(schedule, event);
    case 'check-wanted':
      return checkWanted(schedule);
    case 'moves-backup':
      return movesBackup(schedule, event.id);
    case 'cancelled':
      return stopped(schedule, 'user', ({ id }) => id === event.id);
    case 'over':
      return over(schedule, event.id);
    case 'rest':
      return rested(schedule, event);
    case 'ended':
      return stopped({ ...schedule, isEnded: true, owesCheck: false }, 'end', () => true);
  }
};

type Event<Type extends ScheduleEvent['type']> = Extract<ScheduleEvent, { readonly type: Type }>;

const step = (schedule: Schedule, ...effects: readonly Effect[]): Step => ({ schedule, effects });
const refused = (schedule: Schedule, id: number, because: Refusal): Step =>
  step(schedule, { do: 'refuse', id, because });
const then = (first: Step, next: (schedule: Schedule) => Step): Step => {
  const { schedule, effects } = next(first.schedule);
  return { schedule, effects: [...first.effects, ...effects] };
};

const changed = (schedule: Schedule, id: number, change: Partial<Task>): Schedule => ({
  ...schedule,
  tasks: schedule.tasks.map((task) => (task.id === id ? { ...task, ...change } : task)),
});

/** A watch that begins again checks anyway: nothing is owed any more. */
const renewed = (schedule: Schedule): Step => step({ ...schedule, owesCheck: false }, { do: 'renew-watch' });

const asked = (schedule: Schedule, { id, rank }: Event<'asked'>): Step => {
  if (schedule.isEnded) return refused(schedule, id, 'ended');
  const others = schedule.tasks.filter((task) => task.id !== id);
  if (rank === 'order' && others.some(isRun)) return refused(schedule, id, 'busy');
  // It was told to end, and has not heard yet.
  if (schedule.tasks.some((one) => one.id === id && one.stage === 'stopping')) return step(schedule);
  const task: Task = { id, rank, stage: 'waiting', movesBackup: false };
  return stopped({ ...schedule, tasks: [...others, task] }, 'priority', (other) => givesWay(other, task));
};

/** A list and a check have the lock only for seconds, the doctor for a minute: ended in time, nobody reads that the own program is in the way. */
const givesWay = (task: Task, to: Task): boolean =>
  (task.rank === 'check' && !task.movesBackup && to.rank !== 'check') ||
  (task.rank === 'list' && (isUrgent(to) || to.rank === 'doctor')) ||
  (task.rank === 'doctor' && isUrgent(to));

const isUrgent = ({ rank }: Task): boolean => rank === 'order' || rank === 'sign-in';

const urgency: Readonly<Record<Rank, number>> = { order: 0, 'sign-in': 1, doctor: 2, list: 3, check: 4 };

/** Work that waits begins when nothing that gives way is left, and after what is more urgent. */
const started = (schedule: Schedule): Step => {
  const { tasks } = schedule;
  const isHindered = (task: Task): boolean =>
    tasks.some((other) => other.id !== task.id && other.stage !== 'waiting' && givesWay(other, task));
  const next = tasks.filter((task) => task.stage === 'waiting').sort((a, b) => urgency[a.rank] - urgency[b.rank])[0];
  if (!next || isHindered(next)) return step(schedule);
  const first = step(changed(schedule, next.id, { stage: 'running' }), { do: 'start', id: next.id });
  return then(first, started);
};

/** What waits is gone at once; what runs ends when it has let go of everything. The first reason counts. */
const stopped = (schedule: Schedule, by: StopReason, which: (task: Task) => boolean): Step => {
  const ending = schedule.tasks.filter((task) => task.stage !== 'stopping' && which(task));
  const left = schedule.tasks
    .filter((task) => task.stage !== 'waiting' || !ending.includes(task))
    .map((task) => (ending.includes(task) ? { ...task, stage: 'stopping' as const } : task));
  const stops = ending.map(({ id }): Effect => ({ do: 'stop', id, by }));
  const done = { ...schedule, tasks: left };
  // A check that makes way takes its connection along.
  const hangsUp = by === 'priority' && ending.some(({ rank }) => rank === 'check');
  const first = hangsUp ? renewed(done) : step(done);
  return then({ ...first, effects: [...first.effects, ...stops] }, settled);
};

const checkDue = (schedule: Schedule, { id, isPaused }: Event<'check-due'>): Step => {
  if (schedule.isEnded) return refused(schedule, id, 'ended');
  if (isPaused || !mayWatch(schedule)) return refused({ ...schedule, owesCheck: false }, id, 'not-now');
  if (schedule.tasks.length > 0) return refused({ ...schedule, owesCheck: true }, id, 'not-now');
  const task: Task = { id, rank: 'check', stage: 'running', movesBackup: false };
  return step({ ...schedule, tasks: [task], owesCheck: false }, { do: 'start', id });
};

/** One that was told to end stays what it was: somebody waits for it. */
const movesBackup = (schedule: Schedule, id: number): Step => {
  const isRunning = schedule.tasks.some((task) => task.id === id && task.stage === 'running');
  return step(isRunning ? changed(schedule, id, { movesBackup: true }) : schedule);
};

/** One that is under way is the check that is wanted; one that cannot be made now is owed. */
const checkWanted = (schedule: Schedule): Step => {
  if (!mayWatch(schedule) || schedule.tasks.some(isRunningCheck)) return step(schedule);
  return schedule.tasks.length > 0 ? step({ ...schedule, owesCheck: true }) : renewed(schedule);
};

const isRunningCheck = ({ rank, stage }: Task): boolean => rank === 'check' && stage === 'running';

const over = (schedule: Schedule, id: number): Step => {
  const task = schedule.tasks.find((one) => one.id === id);
  if (!task) return step(schedule);
  const left = { ...schedule, tasks: schedule.tasks.filter((one) => one !== task) };
  // On battery what is under way may end, and nothing new begins.
  const hangsUp = task.rank === 'check' && !left.isEnded && left.rests.includes('on-battery');
  return then(hangsUp ? renewed(left) : step(left), settled);
};

/** Something is over: who waited begins, or what is owed is made up for. */
const settled = (schedule: Schedule): Step => {
  const isOwed = schedule.owesCheck && schedule.tasks.length === 0 && !schedule.isEnded;
  return isOwed ? renewed(schedule) : started(schedule);
};

const rested = (schedule: Schedule, { rest, isOn }: Event<'rest'>): Step => {
  const others = schedule.rests.filter((one) => one !== rest);
  const now = { ...schedule, rests: isOn ? [...others, rest] : others };
  if (!isOn || schedule.isEnded) return step(now);
  if (rest === 'on-battery') return schedule.tasks.some(({ rank }) => rank === 'check') ? step(now) : renewed(now);
  // Again at every sleep, also when the last one is not over to us.
  return then(rest === 'asleep' ? stopped(now, 'sleep', isRun) : step(now), renewed);
};
