import { expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { doctorCommands } from '../../../src/main/host/commands/doctor.ts';
import { doctorText } from '../../../src/main/host/doctor-text.ts';
import type { HostContext } from '../../../src/main/host/host-context.ts';
import type { HostEvent } from '../../../src/main/host/reducer.ts';
import { Scheduler } from '../../../src/main/host/scheduler.ts';
import type { DoctorView } from '../../../src/shared/contract/views.ts';
import { aDoctorReport, aMixedReport, tellAll } from '../../cli/a-doctor.ts';

const ended = '2026-11-21T12:00:00.000Z';

/** As much of a host as the doctor takes. */
const aHost = (doctor: HostContext['app']['doctor']) => {
  const shown: (DoctorView | null)[] = [];
  const copied: string[] = [];
  const scheduler = new Scheduler();
  const context = {
    app: { doctor },
    scheduler,
    clock: { now: () => new Date(ended) },
    signal: new AbortController().signal,
    redactor: { redact: (text: string) => text },
    shell: { copyText: (text: string) => copied.push(text) },
    state: {
      dispatch: (event: HostEvent) => event.type === 'doctor' && shown.push(event.doctor),
      current: () => ({ app: { version: '1.0.0', platform: 'linux' }, doctor: shown.at(-1) ?? null }),
    },
  } as unknown as HostContext;
  return { shown, copied, scheduler, commands: doctorCommands(context) };
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
  const { shown, commands } = aHost(
    (_input, onLine, signal) =>
      new Promise((_resolve, reject) => {
        onLine(aDoctorReport().lines[0] ?? never());
        signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')));
      }),
  );
  const first = commands['doctor.run']({ asksCloud: false });
  const second = commands['doctor.run']({ asksCloud: false });
  expect(await first).toBeNull();
  expect(shown.at(-1)?.lines.length).toBe(1);
  await commands['doctor.cancel']({});
  expect(await second).toBeNull();
  expect(shown.at(-1)).toBeNull();
});

it('speaks to the destination in its turn alone, and leaves a run under way to the core', async () => {
  const whileAsked: boolean[] = [];
  const { scheduler, commands } = aHost((_input, onLine) => {
    whileAsked.push(scheduler.isBusy);
    return Promise.resolve(tellAll(aDoctorReport(), onLine));
  });
  await commands['doctor.run']({ asksCloud: false });
  await commands['doctor.run']({ asksCloud: true });
  const run = scheduler.ask('order');
  await commands['doctor.run']({ asksCloud: true });
  expect(whileAsked).toEqual([false, true, true]);
  run.end();
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

const never = (): never => {
  throw new Error('no line');
};
