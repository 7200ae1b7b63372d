import { userSettingsSchema, type UserSetting, type UserSettings } from '../../shared/user-settings.ts';
import { flagOption, type Call, type Command, type Given } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { readSetting, settingNames, showSettings, signOf } from '../setting-values.ts';
import { renderTable, type Column } from '../table.ts';
import { tellHomeNow } from '../tell-home.ts';
import { UsageError } from '../usage-error.ts';
import { messages } from '../../messages/messages.ts';

/** `lookMinutes` is typed as `look-minutes`, like options. */
const typedName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const names = new Map(settingNames.map((name) => [typedName(name), name]));

export const settings: Command = {
  name: 'settings',
  get summary(): string {
    return messages.terminal.settings.summary;
  },
  synopsis: '[NAME [VALUE]]',
  get optionHelp(): Command['optionHelp'] {
    return [
      ...[...names].map(([typed, name]) => [`${typed} ${signOf(name)}`, messages.setting[name].meaning] as const),
      ['--confirm', messages.terminal.settings.options.confirm],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.settings.notes;
  },
  examples: [
    'ha-icloud-backup settings',
    'ha-icloud-backup settings retention-days 30',
    'ha-icloud-backup settings bandwidth "08:00,512k 23:00,off"',
    'ha-icloud-backup settings paused-until 2026-12-24',
  ],
  options: { confirm: { type: 'boolean' } },
  positionals: 2,
  jsonLines: false,
  prepare: (given) => {
    const [typed, value] = given.positionals;
    if (flagOption(given, 'confirm')) return (call) => confirm(call);
    if (typed === undefined) return (call) => showAll(call);
    const name = nameOf(typed);
    return value === undefined ? (call) => show(call, [name]) : (call) => change(call, name, value, given);
  },
};

const nameOf = (typed: string): UserSetting => {
  const name = names.get(typedName(typed));
  if (!name) throw new UsageError(messages.terminal.settings.unknown([...names.keys()].join(', ')));
  return name;
};

const showAll = async (call: Call): Promise<number> => {
  await show(call, [...names.values()]);
  const { home } = await call.app.status();
  if (home?.encrypted === false) {
    const { terminal, connection } = messages;
    call.output.note('', terminal.settings.connection({ url: home.url, how: connection.unencrypted }));
  }
  return exitCodes.done;
};

/** After a damaged file: what is shown is as the user wants it. */
const confirm = async (call: Call): Promise<number> => {
  tell(call, await call.app.confirmSettings(), [...names.values()]);
  return exitCodes.done;
};

const show = async (call: Call, shown: readonly UserSetting[]): Promise<number> => {
  tell(call, await call.app.readSettings(), shown);
  return exitCodes.done;
};

const change = async (call: Call, name: UserSetting, value: string, { io }: Given): Promise<number> => {
  const changed = await call.app.changeSettings(readSetting(name, value, io.workingFolder));
  tell(call, changed, [name]);
  return name === 'sensors' ? await tellHomeNow(call) : exitCodes.done;
};

/** The document is always the whole one. */
const tell = ({ output }: Call, current: UserSettings, shown: readonly UserSetting[]): void => {
  const values = showSettings(current);
  const titles = messages.terminal.settings.columns;
  const columns: readonly Column<UserSetting>[] = [
    { title: titles.name, cell: typedName },
    { title: titles.value, cell: (name) => values.get(name) ?? '' },
    { title: titles.meaning, cell: (name) => messages.setting[name].meaning, movable: true },
  ];
  output.answer(userSettingsSchema, current, () => renderTable(columns, shown, output.width));
};
