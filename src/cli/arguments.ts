import { parseArgs } from 'node:util';
import { messages } from '../messages/messages.ts';
import type { Command, Given, OptionSpecs } from './command.ts';
import { commands } from './commands.ts';
import type { CliIo } from './io.ts';
import { UsageError } from './usage-error.ts';

const globalOptions = {
  'data-dir': { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies OptionSpecs;

export interface Arguments {
  /** Undefined where only help or the version is wanted. */
  readonly command: Command | undefined;
  readonly given: Given;
  readonly dataDir: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** What people might try; the process list and the shell's history would show what follows. */
const secretOption =
  /^--?(?:access-|ha-|apple-)?(?:token|password|passphrase|pass|(?:config-|backup-|encryption-)?key|secret)(?:=|$)/i;

/** Errors: UsageError, whose words never repeat a value that was given. */
export const readArguments = (argv: readonly string[], io: CliIo): Arguments => {
  refuseSecrets(argv);
  const name = commandName(argv);
  const command = commands.find((one) => one.name === name);
  if (name !== undefined && !command) throw new UsageError(messages.terminal.usage.unknownCommand);
  const { values, positionals } = parse(argv, { ...command?.options, ...globalOptions });
  const json = values['json'] === true;
  const words = positionals.slice(1);
  if (command && words.length > command.positionals)
    throw new UsageError(messages.terminal.usage.tooManyWords(command.name));
  const dataDir = values['data-dir'];
  if (dataDir === '') throw new UsageError(messages.terminal.usage.needsValue('--data-dir'));
  return {
    command,
    given: { values, positionals: words, json, io },
    dataDir: typeof dataDir === 'string' ? dataDir : undefined,
    json,
    quiet: values['quiet'] === true,
    help: values['help'] === true,
    version: values['version'] === true,
  };
};

const refuseSecrets = (argv: readonly string[]): void => {
  if (!argv.some((word) => secretOption.test(word))) return;
  throw new UsageError(messages.terminal.usage.noSecrets);
};

/** The first word; only options that belong to every command may stand before it. */
const commandName = (argv: readonly string[]): string | undefined => {
  const { tokens } = parseArgs({
    args: [...argv],
    options: globalOptions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const first = tokens.findIndex((token) => token.kind === 'positional');
  const before = first === -1 ? tokens : tokens.slice(0, first);
  const stranger = before.find((token) => token.kind === 'option' && !(token.name in globalOptions));
  if (stranger?.kind === 'option') throw new UsageError(messages.terminal.usage.afterCommand(stranger.rawName));
  const token = tokens[first];
  return token?.kind === 'positional' ? token.value : undefined;
};

const parse = (argv: readonly string[], options: OptionSpecs): { values: Given['values']; positionals: string[] } => {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
};

/** Node's own sentences give advice that does not fit here; only the option's name is taken from them. */
const messageOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : '';
  const { unknownName, unknownOption, takesNoValue, needsValue } = messages.terminal.usage;
  const option = /'(?:-\w, )?(--?[a-z][\w-]*)(?=[' ])/i.exec(text)?.[1];
  if (option === undefined) return unknownName;
  if (text.startsWith('Unknown')) return unknownOption(option);
  return text.includes('does not take') ? takesNoValue(option) : needsValue(option);
};
