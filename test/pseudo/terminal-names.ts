import { environmentRules } from '../../src/adapters/own-environment.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { commands } from '../../src/cli/commands.ts';
import { userSettings } from '../../src/shared/settings/table.ts';
import { dataIn, outside, plainWords } from './plain-text.ts';

/** Names in the world of the calls (terminal-calls.ts): no words, whatever the language. */
const world = [
  ...[
    'Home',
    'Home Assistant',
    'Automatic backup 2026.11.0',
    'SSH',
    'Study',
    'OpenSSL',
    'iCloud',
    'SHA-256',
    'A1',
    'B2',
    'C3',
  ],
  ...['1a2b3c4d', '9f8e7d6c', '00000001', 'ab'.repeat(32), 'cd'.repeat(32)],
  ...['core_ssh', 'core_ssh.tar.gz', 'homeassistant', 'homeassistant.tar.gz', 'x.tar.gz', 'ssl'],
  ...['ha.local', 'me@example.com', 'm…@example.com', 'http://homeassistant.local:8123', 'http://192.168.1.20:8123'],
];

/** As `settings` takes them. */
export const settingNames = Object.keys(userSettings).map((name) =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
);

const names: ReadonlySet<string> = new Set([...dataIn(world, errorCodes, Object.keys(environmentRules))]);

/** Besides: what the first column of a help says. */
const helpNames = [
  ...commands.flatMap(({ name, optionHelp }) => [name, ...optionHelp.map(([option]) => option)]),
  ...['--data-dir DIR', '--json', '--quiet, -q', '--help, -h', '--version'],
  // In an example, before the program's name.
  'cat token',
];

/** A call that somebody could type: one blank between its words, or it ends. */
const typedLine = /ha-icloud-backup(?: \S+)*/g;
/** Where a file is, on this computer or in iCloud Drive. */
const path = /(?<=^|\s)(?:\/\S+|HomeAssistantBackups\S*(?: \(a1b2c3d4\)\S*)?|\S+\.tar)(?=\s|$)/gm;
const drawing = /\u001b\[\d[A-K]/g;

/** @returns what people read in it that is in no message: empty where all is well */
export const plainIn = (text: string, typed: readonly string[] = []): string =>
  plainWords(
    outside(text).replaceAll(drawing, ' ').replaceAll(typedLine, ' ').replaceAll(path, ' '),
    new Set([...names, ...typed]),
  );

export const plainInHelp = (text: string): string => plainIn(text, helpNames);
