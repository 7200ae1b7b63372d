import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { prose, type Line } from './prose.ts';

export const programName = 'ha-icloud-backup';

const globals: readonly (readonly [string, string])[] = [
  ['--data-dir DIR', 'settings, history and files on their way (or HA_ICLOUD_BACKUP_HOME)'],
  ['--json', 'for programs: JSON on stdout, words on stderr'],
  ['--quiet, -q', 'problems and answers only'],
  ['--help, -h', 'this text; behind a command: its own'],
  ['--version', ''],
];

const variables: readonly (readonly [string, string])[] = [
  ['HA_ICLOUD_BACKUP_TOKEN', 'access token of Home Assistant'],
  ['HA_ICLOUD_BACKUP_APPLE_PASSWORD', 'password of the Apple account'],
  ['HA_ICLOUD_BACKUP_CONFIG_KEY', 'set on servers without a keychain: encrypts the iCloud sign-in'],
  ['HA_ICLOUD_BACKUP_CA_FILE', 'further authorities to trust (PEM), where no setting names one'],
  ['HTTPS_PROXY, NO_PROXY', 'way to Apple, where no setting names a proxy'],
  ['HA_ICLOUD_BACKUP_RCLONE', 'another rclone than the one that comes with it'],
];

const exits: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'failed'],
  ['2', 'called wrongly'],
  ['3', 'you must act: sign in, new token, approval'],
  ['4', 'done, with warnings'],
  ['130', 'cancelled (Ctrl-C; twice stops at once)'],
  ['137', 'ended while the keychain still waited for its password'],
];

const pairs = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
};

const section = (title: string, lines: readonly Line[]): Line[] => (lines.length === 0 ? [] : ['', title, ...lines]);

export const generalHelp = (): Line[] => [
  `${programName} COMMAND [options]`,
  'Keeps copies of your Home Assistant backups in iCloud Drive.',
  ...section('Commands', pairs(commands.map(({ name, summary }) => [name, summary]))),
  ...section('Options of every command', pairs(globals)),
  ...section('Environment', pairs(variables)),
  ...section('Exit codes', pairs(exits)),
  ...section('Examples', [
    `  ${programName} setup --url homeassistant.local`,
    `  ${programName} login --apple-id me@example.com`,
    `  ${programName} backup --create`,
    `  ${programName} status`,
  ]),
];

export const commandHelp = (command: Command): Line[] => [
  usageLine(command),
  sentence(command.summary),
  ...section('Options', command.optionHelp.length === 0 ? [] : pairs(command.optionHelp)),
  ...section(
    'Good to know',
    command.notes.map((note) => prose(note, '- ')),
  ),
  ...section(
    'Examples',
    command.examples.map((example) => `  ${example}`),
  ),
  '',
  `Options of every command: ${programName} --help`,
];

export const usageLine = ({ name, synopsis }: Command): string => `${programName} ${name} ${synopsis}`.trimEnd();

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
