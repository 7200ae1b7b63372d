import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  emptySchedule,
  isRun,
  isTaken,
  mayWatch,
  type Effect,
  type Rank,
  type Schedule,
  type ScheduleEvent,
} from '../../../src/main/host/scheduling.ts';

const ask = (id: number, rank: Exclude<Rank, 'check'>): ScheduleEvent => ({ type: 'asked', id, rank });
const due = (id: number, isPaused = false): ScheduleEvent => ({ type: 'check-due', id, isPaused });
const over = (id: number): ScheduleEvent => ({ type: 'over', id });
const moves = (id: number): ScheduleEvent => ({ type: 'moves-backup', id });
const cancel = (id: number): ScheduleEvent => ({ type: 'cancelled', id });
const rest = (what: 'not-set-up' | 'asleep' | 'on-battery', isOn = true): ScheduleEvent => ({
  type: 'rest',
  rest: what,
  isOn,
});
const want: ScheduleEvent = { type: 'check-wanted' };
const end: ScheduleEvent = { type: 'ended' };

const short = (effect: Effect): string => {
  if (effect.do === 'renew-watch') return 'renew';
  const why = effect.do === 'stop' ? ` ${effect.by}` : effect.do === 'refuse' ? ` ${effect.because}` : '';
  return `${effect.do} ${effect.id}${why}`;
};

const ready: Schedule = { ...emptySchedule, rests: [] };

/** Effects of the last event, after all those before it. */
const lastOf = (events: readonly ScheduleEvent[], from = ready): string[] => {
  let schedule = from;
  let effects: readonly Effect[] = [];
  for (const event of events) ({ schedule, effects } = advance(schedule, event));
  return effects.map(short);
};

describe('who has the core’s attention', () => {
  it.each<[string, readonly ScheduleEvent[], readonly string[]]>([
    ['an order begins at once where nothing is under way', [ask(1, 'order')], ['start 1']],
    ['a second order is refused', [ask(1, 'order'), ask(2, 'order')], ['refuse 2 busy']],
    ['an order ends a check that has only begun', [due(1), ask(2, 'order')], ['renew', 'stop 1 priority']],
    ['and begins when that has let go', [due(1), ask(2, 'order'), over(1)], ['start 2']],
    ['a check that moves a backup gives way to nobody', [due(1), moves(1), ask(2, 'order')], ['refuse 2 busy']],
    [
      'an order ends the lists',
      [ask(1, 'list'), ask(2, 'list'), ask(3, 'order')],
      ['stop 1 priority', 'stop 2 priority'],
    ],
    ['and waits for all of them', [ask(1, 'list'), ask(2, 'list'), ask(3, 'order'), over(1)], []],
    [
      'an order ends the doctor, and begins when it has let go',
      [ask(1, 'doctor'), ask(2, 'order')],
      ['stop 1 priority'],
    ],
    ['a sign-in does so, too', [ask(1, 'doctor'), ask(2, 'sign-in')], ['stop 1 priority']],
    ['the doctor ends a list', [ask(1, 'list'), ask(2, 'doctor')], ['stop 1 priority']],
    ['a check waits for the doctor', [ask(1, 'doctor'), due(2), over(1)], ['renew']],
    ['a list ends a check that has only begun', [due(1), ask(2, 'list')], ['renew', 'stop 1 priority']],
    [
      'a list that waits for that is dropped for an order',
      [due(1), ask(2, 'list'), ask(3, 'order')],
      ['stop 2 priority'],
    ],
    ['lists go on beside each other', [ask(1, 'list'), ask(2, 'list')], ['start 2']],
    ['a list begins after the order that waits', [ask(1, 'list'), ask(2, 'order'), ask(3, 'list')], []],
    ['a sign-in ends the lists', [ask(1, 'list'), ask(2, 'sign-in')], ['stop 1 priority']],
    ['a sign-in goes on beside an order: the lock decides', [ask(1, 'order'), ask(2, 'sign-in')], ['start 2']],
    [
      'its next step ends the list that came between',
      [ask(1, 'sign-in'), ask(2, 'list'), ask(1, 'sign-in')],
      ['stop 2 priority'],
    ],
    [
      'order before sign-in before list',
      [ask(1, 'list'), ask(2, 'sign-in'), ask(3, 'order'), ask(4, 'list'), over(1)],
      ['start 3', 'start 2', 'start 4'],
    ],
  ])('%s', (_, events, expected) => {
    expect(lastOf(events)).toEqual(expected);
  });
});

describe('checks in the background', () => {
  it.each<[string, readonly ScheduleEvent[], readonly string[]]>([
    ['one is left out beside other work', [ask(1, 'list'), due(2)], ['refuse 2 not-now']],
    ['and made up for after it', [ask(1, 'list'), due(2), over(1)], ['renew']],
    ['once', [ask(1, 'list'), due(2), due(3), over(1), over(1)], []],
    ['not before everything is over', [ask(1, 'order'), ask(2, 'sign-in'), due(3), over(1)], []],
    ['while paused none begins', [due(1, true)], ['refuse 1 not-now']],
    ['and none is owed', [ask(1, 'order'), due(2), due(3, true), over(1)], []],
    ['one that the user wants comes at once', [want], ['renew']],
    ['or is the one that runs already', [due(1), want], []],
    ['two that are wanted during an order are one after it', [ask(1, 'order'), want, want, over(1)], ['renew']],
    ['one that the user gave up is not made up for', [due(1), moves(1), cancel(1), over(1)], []],
    ['unless wanted since', [due(1), moves(1), cancel(1), want, over(1)], ['renew']],
    ['before the set-up nothing begins', [rest('not-set-up'), due(1)], ['refuse 1 not-now']],
    ['on battery a check comes to its end', [due(1), rest('on-battery')], []],
    ['and the connection with it', [due(1), rest('on-battery'), over(1)], ['renew']],
    ['on battery an idle connection ends at once', [rest('on-battery')], ['renew']],
  ])('%s', (_, events, expected) => {
    expect(lastOf(events)).toEqual(expected);
  });
});

describe('sleep and the end', () => {
  it.each<[string, readonly ScheduleEvent[], readonly string[]]>([
    ['sleep breaks an order off', [ask(1, 'order'), rest('asleep')], ['stop 1 sleep', 'renew']],
    ['and a check that moves a backup', [due(1), moves(1), rest('asleep')], ['stop 1 sleep', 'renew']],
    ['also the second sleep in a row', [rest('asleep'), ask(1, 'order'), rest('asleep')], ['stop 1 sleep', 'renew']],
    ['what the user gave up is not broken off', [ask(1, 'order'), cancel(1), rest('asleep')], ['renew']],
    ['a sign-in and a list outlive it', [ask(1, 'sign-in'), ask(2, 'list'), rest('asleep')], ['renew']],
    ['the end stops everything', [ask(1, 'sign-in'), ask(2, 'order'), end], ['stop 1 end', 'stop 2 end']],
    ['what waits as well', [ask(1, 'list'), ask(2, 'order'), end], ['stop 2 end']],
    ['afterwards orders are refused', [end, ask(1, 'order')], ['refuse 1 ended']],
    ['and checks', [end, due(1)], ['refuse 1 ended']],
    ['what is owed then is never made up for', [ask(1, 'order'), due(2), end, over(1)], []],
  ])('%s', (_, events, expected) => {
    expect(lastOf(events)).toEqual(expected);
  });
});

/** Anything that may happen, in any order. Ids are new with each question; the others name one that was given. */
const anEvent = fc.oneof(
  fc.record({ type: fc.constant('asked' as const), rank: fc.constantFrom('order', 'sign-in', 'doctor', 'list') }),
  fc.record({ type: fc.constant('check-due' as const), isPaused: fc.boolean() }),
  fc.record({ type: fc.constant('check-wanted' as const) }),
  fc.record({ type: fc.constantFrom('again', 'moves-backup', 'cancelled', 'over'), which: fc.nat(20) }),
  fc.record({
    type: fc.constant('rest' as const),
    rest: fc.constantFrom('not-set-up', 'asleep', 'on-battery'),
    isOn: fc.boolean(),
  }),
);
type AnEvent = typeof anEvent extends fc.Arbitrary<infer T> ? T : never;

/** A world that keeps to the rule: who was started or stopped says some time that it is over. */
class World {
  schedule = ready;
  readonly ranks = new Map<number, Rank>();
  readonly told = new Map<number, string[]>();
  readonly over = new Set<number>();
  renewals = 0;

  tell(event: ScheduleEvent): readonly Effect[] {
    const { schedule, effects } = advance(this.schedule, event);
    this.schedule = schedule;
    for (const effect of effects) {
      if (effect.do === 'renew-watch') this.renewals += 1;
      else this.told.get(effect.id)?.push(effect.do);
    }
    return effects;
  }

  happen(event: AnEvent): readonly Effect[] {
    if (event.type === 'asked' || event.type === 'check-due') {
      const id = this.ranks.size + 1;
      this.ranks.set(id, event.type === 'asked' ? event.rank : 'check');
      this.told.set(id, []);
      return this.tell({ ...event, id });
    }
    if (!('which' in event)) return this.tell(event);
    const [task, rank] = this.#pick(event.which);
    if (task === undefined || rank === undefined) return [];
    if (event.type === 'over') this.over.add(task);
    if (event.type === 'again') return rank === 'sign-in' ? this.tell({ type: 'asked', id: task, rank }) : [];
    return event.type === 'moves-backup' && rank !== 'check' ? [] : this.tell({ type: event.type, id: task });
  }

  /** Work that has begun ends: nothing holds on for ever. */
  finish(): void {
    for (let [task] = this.schedule.tasks; task; [task] = this.schedule.tasks) {
      const begun = this.schedule.tasks.find(({ stage }) => stage !== 'waiting');
      expect(begun, 'somebody waits for nobody').toBeDefined();
      this.over.add(begun?.id ?? 0);
      this.tell({ type: 'over', id: begun?.id ?? 0 });
    }
  }

  #pick(which: number): [number | undefined, Rank | undefined] {
    const { tasks } = this.schedule;
    const task = tasks.length === 0 ? undefined : tasks[which % tasks.length];
    return [task?.id, task?.rank];
  }
}

const histories = fc.array(anEvent, { maxLength: 60 });

describe('whatever happens', () => {
  it('there is at most one run at a time, and nothing that gives way runs on beside what it gives way to', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const world = new World();
        for (const event of events) {
          world.happen(event);
          const { tasks } = world.schedule;
          expect(tasks.filter(isRun).length).toBeLessThanOrEqual(1);
          const checks = tasks.filter(({ rank, stage }) => rank === 'check' && stage === 'running');
          if (checks.some(({ movesBackup }) => !movesBackup)) expect(tasks).toHaveLength(1);
        }
      }),
    );
  });

  it('every question is answered, once: it starts, is refused, or is told to stop before it started', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const world = new World();
        for (const event of events) world.happen(event);
        world.finish();
        for (const [id, told] of world.told) {
          if (world.ranks.get(id) === 'sign-in') expect(['start', 'stop', 'refuse', undefined]).toContain(told[0]);
          else if (!(world.over.has(id) && told.length === 0))
            expect(['start', 'refuse', 'stop', 'start stop']).toContain(told.join(' '));
        }
      }),
    );
  });

  it('an order is refused only beside another run or after the end', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const world = new World();
        for (const event of events) {
          const wasBusy = world.schedule.tasks.some(isRun);
          const effects = world.happen(event);
          const isRefused = effects.some((effect) => effect.do === 'refuse' && effect.because !== 'not-now');
          if (isRefused) expect(wasBusy).toBe(true);
        }
      }),
    );
  });

  it('a check that is owed or wanted comes once the work is over, unless something keeps it from beginning', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (events, isWanted) => {
        const world = new World();
        for (const event of events) world.happen(event);
        const before = world.renewals;
        const isRunning = world.schedule.tasks.some(({ rank, stage }) => rank === 'check' && stage === 'running');
        if (isWanted) world.tell(want);
        const isDue = world.schedule.owesCheck || (isWanted && mayWatch(world.schedule) && !isRunning);
        world.finish();
        expect(world.schedule.owesCheck).toBe(false);
        if (isDue) expect(world.renewals).toBeGreaterThan(before);
      }),
    );
  });

  it('after the end nothing starts, no watch begins, and all tasks were told to stop', () => {
    fc.assert(
      fc.property(histories, histories, (before, after) => {
        const world = new World();
        for (const event of before) world.happen(event);
        const open = world.schedule.tasks.map(({ id }) => id);
        world.tell(end);
        for (const id of open) expect(world.told.get(id)).toContain('stop');
        const effects = after.flatMap((event) => world.happen(event));
        expect(effects.filter((effect) => effect.do === 'start' || effect.do === 'renew-watch')).toEqual([]);
        world.finish();
        expect([world.schedule.tasks, isTaken(world.schedule), mayWatch(world.schedule)]).toEqual([[], false, false]);
      }),
    );
  });
});
