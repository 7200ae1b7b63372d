import { settingWords } from '../../shared/words/settings.ts';
import { userSettingsSchema, type UserSetting, type UserSettings } from '../../shared/user-settings.ts';
import type { Call, Command, Given } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSetting, showSettings } from '../setting-values.ts';
import { renderTable, type Column } from '../table.ts';
import { UsageError } from '../usage-error.ts';

/** `lookMinutes` is typed as `look-minutes`, like options. */
const typedName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const names = new Map(userSettingsSchema.keyof().options.map((name) => [typedName(name), name]));

export const settings: Command = {
  name: 'settings',
  summary: 'show all settings, or change one',
  synopsis: '[NAME [VALUE]]',
  optionHelp: [...names].map(([typed, name]) => [typed, settingWords[name].meaning]),
  notes: [
    '"none" takes a value away. A change holds from the next look on, also for a watch that runs.',
    'The folder in iCloud Drive is changed by setup --folder, which also moves the copies.',
    'adopted-computers takes names or ids, with commas between them: "Old Mac, 1a2b3c" (the first digits behind the last _ in the names of the files).',
  ],
  examples: [
    'ha-icloud-backup settings',
    'ha-icloud-backup settings retention-days 30',
    'ha-icloud-backup settings bandwidth "08:00,512k 23:00,off"',
    'ha-icloud-backup settings paused-until 2026-12-24',
  ],
  options: {},
  positionals: 2,
  jsonLines: false,
  prepare: (given) => {
    const [typed, value] = given.positionals;
    if (typed === undefined) return (call) => show(call, [...names.values()]);
    const name = nameOf(typed);
    return value === undefined ? (call) => show(call, [name]) : (call) => change(call, name, value, given);
  },
};

const nameOf = (typed: string): UserSetting => {
  const name = names.get(typedName(typed));
  if (!name) throw new UsageError(`There is no such setting. There are: ${[...names.keys()].join(', ')}.`);
  return name;
};

const show = async (call: Call, shown: readonly UserSetting[]): Promise<number> => {
  tell(call, await call.app.readSettings(), shown);
  return exitCodes.done;
};

const change = async (call: Call, name: UserSetting, value: string, { io }: Given): Promise<number> => {
  const changed = await call.app.changeSettings(readSetting(name, value, io.workingFolder));
  tell(call, changed, [name]);
  return exitCodes.done;
};

/** The document is always the whole one. */
const tell = ({ output }: Call, current: UserSettings, shown: readonly UserSetting[]): void => {
  const values = showSettings(current);
  const columns: readonly Column<UserSetting>[] = [
    { title: 'NAME', cell: typedName },
    { title: 'VALUE', cell: (name) => values.get(name) ?? '' },
    { title: 'MEANING', cell: (name) => settingWords[name].meaning, movable: true },
  ];
  output.answer(userSettingsSchema, current, () => renderTable(columns, shown, output.width));
};
