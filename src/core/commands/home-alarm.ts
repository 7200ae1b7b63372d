import type { AlarmWords } from '../../shared/told-home.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { alarmAutomation, alarmId, testCalls } from '../report-home/alarm.ts';
import type { MobileApp } from '../report-home/mobile-app.ts';
import { yamlOf } from '../report-home/yaml.ts';
import { connectApp, type ConnectAppNeeds } from './home-device.ts';

type AlarmNeeds = ConnectAppNeeds & Needs<'settings' | 'telling'>;

export interface AlarmChoice {
  readonly afterMinutes: number;
  /** Services of `notify`, with or without that word in front. */
  readonly notify: readonly string[];
}

/** Whom Home Assistant can tell: names of its `notify` services. Errors: those of the connection. */
export const alarmServices = async (context: AlarmNeeds, signal: AbortSignal): Promise<readonly string[]> => {
  await context.settings.load();
  return await using(context, signal, (app) => app.notifyServices(signal));
};

/**
 * Chooses the alarm, or null: none. It needs the sensors, so they are turned on with it; Home Assistant hears of both when it is told
 * next. Errors: `settings.invalid` for a service that Home Assistant does not have; those of the connection.
 */
export const setAlarm = async (context: AlarmNeeds, choice: AlarmChoice | null, signal: AbortSignal): Promise<void> => {
  const notify = [...new Set((choice?.notify ?? []).map(bareName))];
  if (choice) checkNames(notify, await alarmServices(context, signal));
  await context.settings.update((current) => ({
    ...current,
    sensors: current.sensors || choice !== null,
    alarm: choice ? { afterMinutes: choice.afterMinutes, notify } : { ...current.alarm, afterMinutes: null },
  }));
  await context.telling.update((memory) => {
    const { alarmRemovedThere, ...rest } = memory;
    return alarmRemovedThere === undefined ? memory : rest;
  });
};

const bareName = (name: string): string => name.trim().replace(/^notify\./, '');

const checkNames = (wanted: readonly string[], known: readonly string[]): void => {
  if (wanted.length > 0 && wanted.every((name) => known.includes(name))) return;
  const problem = `has to be among those that Home Assistant has: ${known.join(', ') || 'it has none'}`;
  throw new AppError('settings.invalid', { field: 'alarmNotify', problem });
};

/** Sends each that the alarm tells one message. Errors: those of the connection; `telling.notify-failed`. */
export const testAlarm = async (
  context: AlarmNeeds,
  { title, text }: { readonly title: string; readonly text: string },
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const { alarm, computerId } = await context.settings.load();
  await using(context, signal, async (app) => {
    for (const call of testCalls(alarm.notify, title, text, alarmId(computerId))) await app.call(call, signal);
  });
  return alarm.notify;
};

/** Where Home Assistant takes no automations from outside: what its user pastes into a file. Null: there is nothing to paste. */
export const alarmText = async (
  context: AlarmNeeds,
  wordsOf: (computer: string) => AlarmWords,
): Promise<string | null> => {
  const settings = await context.settings.load();
  const { alarm } = await context.telling.read();
  const { afterMinutes, notify } = settings.alarm;
  if (alarm?.state !== 'by-hand' || afterMinutes === null) return null;
  const id = alarmId(settings.computerId);
  const plan = { entityId: alarm.entityId, afterMinutes, notify, tag: id, words: wordsOf(settings.computerName) };
  return yamlOf({ id, ...alarmAutomation(plan) });
};

const using = async <T>(context: AlarmNeeds, signal: AbortSignal, work: (app: MobileApp) => Promise<T>): Promise<T> => {
  const app = await connectApp(context, signal);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
};
