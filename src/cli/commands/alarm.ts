import { z } from 'zod';
import { messages } from '../../messages/messages.ts';
import { toldWords } from '../../messages/told-home.ts';
import { alarmStates } from '../../shared/vocabulary.ts';
import { flagOption, textOption, textOptions, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { tellHomeNow } from '../tell-home.ts';
import { UsageError } from '../usage-error.ts';

export const alarmSchema = z.object({
  state: z.enum(alarmStates),
  afterMinutes: z.number().int().nullable(),
  notify: z.array(z.string()),
  /** Whom Home Assistant can tell; null where it was not asked. */
  services: z.array(z.string()).nullable(),
  /** What the user has to add to Home Assistant's files. */
  yaml: z.string().nullable(),
});

interface Choice {
  readonly afterMinutes: number;
  readonly notify: readonly string[];
}

export const alarm: Command = {
  name: 'alarm',
  get summary(): string {
    return messages.terminal.alarm.summary;
  },
  synopsis: '[--after TIME --notify SERVICE... | --off | --test]',
  get optionHelp(): Command['optionHelp'] {
    const { after, notify, off, test } = messages.terminal.alarm.options;
    return [
      ['--after TIME', after],
      ['--notify SERVICE', notify],
      ['--off', off],
      ['--test', test],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.alarm.notes;
  },
  examples: [
    'ha-icloud-backup alarm',
    'ha-icloud-backup alarm --after 3d --notify mobile_app_phone',
    'ha-icloud-backup alarm --test',
  ],
  options: {
    after: { type: 'string' },
    notify: { type: 'string', multiple: true },
    off: { type: 'boolean' },
    test: { type: 'boolean' },
  },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const after = textOption(given, 'after');
    const notify = textOptions(given, 'notify');
    const ways = [after !== undefined || notify.length > 0, flagOption(given, 'off'), flagOption(given, 'test')];
    if (ways.filter(Boolean).length > 1) throw new UsageError(messages.terminal.alarm.chooseOne);
    if (flagOption(given, 'off')) return (call) => choose(call, null);
    if (flagOption(given, 'test')) return (call) => test(call);
    if (after === undefined && notify.length === 0) return (call) => showAll(call);
    const minutes = after === undefined ? undefined : minutesOf(after);
    return async (call) => choose(call, await completed(call, minutes, notify));
  },
};

const units = { m: 1, h: 60, d: 1440 } as const;

const usualMinutes = 3 * units.d;

/** What is not said stays as it was chosen before. */
const completed = async ({ app }: Call, minutes: number | undefined, notify: readonly string[]): Promise<Choice> => {
  const { alarmAfterMinutes, alarmNotify } = await app.readSettings();
  return {
    afterMinutes: minutes ?? alarmAfterMinutes ?? usualMinutes,
    notify: notify.length > 0 ? notify : alarmNotify,
  };
};

const minutesOf = (typed: string): number => {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(typed) ?? [];
  if (count === undefined) throw new UsageError(messages.terminal.alarm.noTime);
  return Number(count) * units[unit as keyof typeof units];
};

const choose = async (call: Call, choice: Choice | null): Promise<number> => {
  await call.app.setAlarm(choice, call.io.signal);
  const exitCode = await tellHomeNow(call);
  await show(call, null);
  return exitCode;
};

const test = async (call: Call): Promise<number> => {
  const told = await call.app.testAlarm(toldWords().alarm.test, call.io.signal);
  await show(call, null);
  const { tested, nobody } = messages.terminal.alarm;
  call.output.note(told.length === 0 ? nobody : tested(told.join(', ')));
  return exitCodes.done;
};

const showAll = async (call: Call): Promise<number> => {
  const services = await call.app.alarmServices(call.io.signal);
  await show(call, [...services]);
  return exitCodes.done;
};

const show = async ({ app, output }: Call, services: string[] | null): Promise<void> => {
  const { telling } = await app.status();
  const { alarmAfterMinutes: afterMinutes, alarmNotify: notify } = await app.readSettings();
  const yaml = await app.alarmText(toldWords().alarm.of);
  const words = messages.terminal.alarm;
  output.answer(alarmSchema, { state: telling.alarm, afterMinutes, notify: [...notify], services, yaml }, () => [
    words.states[telling.alarm]({ minutes: afterMinutes ?? 0, notify: notify.join(', ') }),
    ...(services ? [words.services(services.join(', '))] : []),
    ...(yaml === null ? [] : ['', words.byHand, '', ...yaml.trimEnd().split('\n')]),
  ]);
};
