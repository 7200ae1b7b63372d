import { messages } from '../messages/messages.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { prose, type Line } from './prose.ts';

export const programName = 'ha-icloud-backup';

type Pair = readonly [string, string];

const globals = (): readonly Pair[] => {
  const { dataDir, json, quiet, help, version } = messages.terminal.help.globals;
  return [
    ['--data-dir DIR', dataDir],
    ['--json', json],
    ['--quiet, -q', quiet],
    ['--help, -h', help],
    ['--version', version],
  ];
};

const variables = (): readonly Pair[] => {
  const { token, applePassword, configKey, key, caFile, proxy, rclone } = messages.terminal.help.variables;
  return [
    ['HA_ICLOUD_BACKUP_TOKEN', token],
    ['HA_ICLOUD_BACKUP_APPLE_PASSWORD', applePassword],
    ['HA_ICLOUD_BACKUP_CONFIG_KEY', configKey],
    ['HA_ICLOUD_BACKUP_KEY', key],
    ['HA_ICLOUD_BACKUP_CA_FILE', caFile],
    ['HTTPS_PROXY, NO_PROXY', proxy],
    ['HA_ICLOUD_BACKUP_RCLONE', rclone],
  ];
};

const exits = (): readonly Pair[] => {
  const { done, failed, usage, userMustAct, warnings, cancelled, ended } = messages.terminal.help.exits;
  return [
    ['0', done],
    ['1', failed],
    ['2', usage],
    ['3', userMustAct],
    ['4', warnings],
    ['130', cancelled],
    ['137', ended],
  ];
};

const pairs = (rows: readonly Pair[]): string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
};

const section = (title: string, lines: readonly Line[]): Line[] => (lines.length === 0 ? [] : ['', title, ...lines]);

export const generalHelp = (): Line[] => {
  const { purpose, sections } = messages.terminal.help;
  return [
    generalUsage(),
    purpose,
    ...section(sections.commands, pairs(commands.map(({ name, summary }) => [name, summary]))),
    ...section(sections.globals, pairs(globals())),
    ...section(sections.environment, pairs(variables())),
    ...section(sections.exits, pairs(exits())),
    ...section(sections.examples, [
      `  ${programName} setup --url homeassistant.local`,
      `  ${programName} login --apple-id me@example.com`,
      `  ${programName} backup --create`,
      `  ${programName} status`,
    ]),
  ];
};

export const commandHelp = (command: Command): Line[] => {
  const { sentence, sections, elsewhere } = messages.terminal.help;
  return [
    usageLine(command),
    sentence(command.summary),
    ...section(sections.options, command.optionHelp.length === 0 ? [] : pairs(command.optionHelp)),
    ...section(
      sections.notes,
      command.notes.map((note) => prose(note, '- ')),
    ),
    ...section(
      sections.examples,
      command.examples.map((example) => `  ${example}`),
    ),
    '',
    elsewhere({ title: sections.globals, command: `${programName} --help` }),
  ];
};

/** How any command is called. */
export const generalUsage = (): string => `${programName} ${messages.terminal.help.synopsis}`;

/** How this one is called. */
export const usageLine = ({ name, synopsis }: Command): string => `${programName} ${name} ${synopsis}`.trimEnd();
