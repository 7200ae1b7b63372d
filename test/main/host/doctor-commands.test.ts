import { expect, it } from 'vitest';
import type { DoctorInput } from '../../../src/core/commands/run-doctor.ts';
import { cloudLines } from '../../../src/core/doctor/cloud.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { doctorCommands } from '../../../src/main/host/commands/doctor.ts';
import { doctorText } from '../../../src/main/host/doctor-text.ts';
import type { HostContext } from '../../../src/main/host/host-context.ts';
import type { HostEvent } from '../../../src/main/host/reducer.ts';
import { Scheduler } from '../../../src/main/host/scheduler.ts';
import type { DoctorView } from '../../../src/shared/contract/views.ts';
import type { DoctorReport } from '../../../src/shared/doctor.ts';
import { aDoctorReport, aMixedReport, tellAll } from '../../cli/a-doctor.ts';

const ended = '2026-11-21T12:00:00.000Z';

/** As much of a host as the doctor takes. */
const aHost = (doctor: HostContext['app']['doctor']) => {
  const shown: (DoctorView | null)[] = [];
  const copied: string[] = [];
  const scheduler = new Scheduler();
  let passed = 0;
  const context = {
    app: { doctor },
    scheduler,
    clock: { now: () => new Date(Date.parse(ended) + passed) },
    signal: new AbortController().signal,
    redactor: { redact: (text: string) => text },
    shell: { copyText: (text: string) => copied.push(text) },
    state: {
      dispatch: (event: HostEvent) => event.type === 'doctor' && shown.push(event.doctor),
      current: () => ({ app: { version: '1.0.0', platform: 'linux' }, doctor: shown.at(-1) ?? null }),
    },
  } as unknown as HostContext;
  return {
    shown,
    copied,
    scheduler,
    commands: doctorCommands(context),
    pass: (ms: number) => (passed += ms),
    /** As the reducer does when the set-up changes. */
    drop: () => shown.push(null),
  };
};

it('shows each line as it is known, and the first broken one from then on', async () => {
  const report = aMixedReport();
  const { shown, commands } = aHost((_input, onLine) => Promise.resolve(tellAll(report, onLine)));
  await commands['doctor.run']({ asksCloud: false });
  const broken = report.lines.findIndex(({ state }) => state === 'broken');
  expect(shown.map((view) => view?.lines.length)).toEqual([...report.lines.map((_line, index) => index), 36, 36]);
  expect(shown.map((view) => view?.firstBroken)).toEqual(
    [0, ...report.lines, 0].map((_line, index) => (index <= broken ? null : report.firstBroken)),
  );
  expect(shown.map((view) => view?.endedAt).filter((at) => at !== null)).toEqual([ended]);
});

it('leaves nothing of a check that was given up, and lets a second one take its place', async () => {
  const { shown, commands } = aHost((_input, onLine, signal) => {
    onLine(aDoctorReport().lines[0] ?? never());
    return untilStopped(signal);
  });
  const first = commands['doctor.run']({ asksCloud: false });
  const second = commands['doctor.run']({ asksCloud: false });
  expect(await first).toBeNull();
  expect(shown.at(-1)?.lines.length).toBe(1);
  await commands['doctor.cancel']({});
  expect(await second).toBeNull();
  expect(shown.at(-1)).toBeNull();
});

const whenAsked = { state: 'not-asked', reason: 'when-asked' } as const;
const unaskedCloud = (): DoctorReport => aDoctorReport(Object.fromEntries(cloudLines.map((line) => [line, whenAsked])));

it('asks the destination alone where the rest of the list is new, and all of it where that is old', async () => {
  const asked: DoctorInput[] = [];
  const { shown, commands, pass } = aHost((input, onLine) => {
    asked.push(input);
    return Promise.resolve(tellAll(input.asksCloud ? aDoctorReport() : unaskedCloud(), onLine));
  });
  await commands['doctor.run']({ asksCloud: false });
  const first = shown.length;
  await commands['doctor.run']({ asksCloud: true });
  expect(asked.map(({ asksCloud }) => asksCloud)).toEqual([false, true]);
  expect(asked[1]?.after).toEqual(unaskedCloud().lines);
  // What stood there goes on standing there, and nothing twice.
  const lengths = shown.slice(first).map((view) => view?.lines.length);
  expect(lengths).toEqual([29, 30, 31, 32, 33, 34, 35, 36, 36]);
  pass(5 * 60_000);
  await commands['doctor.run']({ asksCloud: true });
  expect(asked.slice(2).map(({ asksCloud }) => asksCloud)).toEqual([false, true]);
});

it('given up while it asks the destination, the list is as it was', async () => {
  const { shown, commands } = aHost(({ asksCloud }, onLine, signal) =>
    asksCloud ? untilStopped(signal) : Promise.resolve(tellAll(unaskedCloud(), onLine)),
  );
  await commands['doctor.run']({ asksCloud: false });
  const before = shown.at(-1);
  const more = commands['doctor.run']({ asksCloud: true });
  await commands['doctor.cancel']({});
  await more;
  expect(shown.at(-1)).toEqual(before);
});

it('makes way for a backup, and says which lines were not asked for that', async () => {
  const [first, ...others] = cloudLines;
  const { shown, scheduler, commands } = aHost(({ asksCloud }, onLine, signal) => {
    if (!asksCloud) return Promise.resolve(tellAll(unaskedCloud(), onLine));
    onLine({ ...(aDoctorReport().lines[0] ?? never()), id: first });
    return untilStopped(signal);
  });
  const check = commands['doctor.run']({ asksCloud: true });
  await expect.poll(() => scheduler.isTaken).toBe(true);
  await scheduler.run('order', () => Promise.resolve());
  await check;
  const { lines = [], endedAt } = shown.at(-1) ?? {};
  expect(endedAt).toBe(ended);
  expect(lines.filter(({ reason }) => reason === 'running').map(({ id }) => id)).toEqual(others);
  expect(lines.filter(({ state }) => state === 'ok')).toHaveLength(36 - others.length);
});

it('leaves a run under way to the core', async () => {
  const whileAsked: boolean[] = [];
  const { scheduler, commands } = aHost((_input, onLine) => {
    whileAsked.push(scheduler.isTaken);
    return Promise.resolve(tellAll(aDoctorReport(), onLine));
  });
  await commands['doctor.run']({ asksCloud: true });
  const run = scheduler.ask('order');
  await commands['doctor.run']({ asksCloud: true });
  expect(whileAsked).toEqual([false, true, true]);
  run.end();
});

it('shows nothing of a check whose account or home was changed meanwhile', async () => {
  const { shown, commands, drop } = aHost(async (_input, onLine, signal) => {
    onLine(aDoctorReport().lines[0] ?? never());
    drop();
    onLine(aDoctorReport().lines[1] ?? never());
    return await untilStopped(signal);
  });
  await commands['doctor.run']({ asksCloud: false });
  expect(shown.map((view) => view?.lines.length)).toEqual([0, 1, undefined]);
});

it('is copied without what is anybody’s', async () => {
  const { copied, commands } = aHost((_input, onLine) => Promise.resolve(tellAll(aMixedReport(), onLine)));
  await commands['doctor.copy']({});
  expect(copied).toEqual([]);
  await commands['doctor.run']({ asksCloud: false });
  await commands['doctor.copy']({});
  expect(copied[0]).toContain('first broken: home-list\n');
  const facts = {
    addresses: '192.168.1.50',
    name: 'Martha',
    url: 'http://martha.example:8123',
    seconds: 3,
    version: '2.0',
  };
  const line = { id: 'home-clock', state: 'ok', problem: null, reason: null, facts } as const;
  const told = { version: '1.0.0', platform: 'linux' } as const;
  const text = doctorText({ lines: [line], firstBroken: null, endedAt: null }, told, (all) => all);
  expect(text.split('\n').slice(1)).toEqual(['first broken: none', '', 'home-clock ok seconds=3 version=2.0', '']);
});

const untilStopped = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(new AppError('sync.cancelled'));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });

const never = (): never => {
  throw new Error('no line');
};
