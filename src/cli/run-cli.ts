import packageJson from '../../package.json' with { type: 'json' };
import { AppError, toAppError } from '../core/errors/app-error.ts';
import { backupLineSchema, errorSchema } from '../shared/cli-lines.ts';
import { messages } from '../messages/messages.ts';
import { described } from '../messages/problems.ts';
import { readArguments, type Arguments } from './arguments.ts';
import type { OpenApp } from './create-app.ts';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { exitCodes, exitOfCode } from './exit-codes.ts';
import { commandHelp, generalHelp, generalUsage, programName, usageLine } from './help.ts';
import type { CliIo } from './io.ts';
import { padded } from './labels.ts';
import { LineInput } from './line-input.ts';
import { Output } from './output.ts';
import { prose } from './prose.ts';
import { tellHomeAfter } from './tell-home.ts';
import { UsageError } from './usage-error.ts';

export const version = packageJson.version;

/** The whole program, but for the process around it. Resolves with the exit code and never rejects. */
export const runCli = async (argv: readonly string[], io: CliIo, openApp: OpenApp): Promise<number> => {
  try {
    const wanted = readArguments(argv, io);
    return await carryOut(wanted, io, openApp);
  } catch (error) {
    return refuse(error, argv, io);
  }
};

const carryOut = async (wanted: Arguments, io: CliIo, openApp: OpenApp): Promise<number> => {
  const { command, given, dataDir } = wanted;
  if (wanted.version || wanted.help) {
    const lines = wanted.version ? [version] : command ? commandHelp(command) : generalHelp();
    new Output(io, { json: false, quiet: false }).say(lines);
    return exitCodes.done;
  }
  if (!command) throw new UsageError(messages.terminal.usage.noCommand);
  const work = command.prepare(given);
  const output = new Output(io, wanted);
  const input = new LineInput(io);
  try {
    const call = { app: await openApp(dataDir), io, input, output };
    const exitCode = await work(call);
    await tellHomeAfter(command, call);
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return fail(error, command, io, output);
  } finally {
    input.close();
  }
};

/** What was thrown after Ctrl-C is the end of whatever was going on: to the user it is the cancellation alone. */
const fail = (thrown: unknown, command: Command | undefined, io: CliIo, output: Output): number => {
  const problem = io.signal.aborted ? new AppError('sync.cancelled') : toAppError(thrown);
  const error = described(problem);
  if (problem.code === 'sync.cancelled') output.note(messages.terminal.common.cancelled);
  else output.problem(problem);
  // The last line of every command that writes lines has the same form when it failed.
  if (command?.jsonLines) output.line(backupLineSchema, { type: 'result', error });
  else if (output.json) output.answer(errorSchema, { error }, () => []);
  return exitOfCode(problem.code);
};

/** Short, so that it does not scroll away what was wrong. */
const refuse = (error: unknown, argv: readonly string[], io: CliIo): number => {
  const output = new Output(io, { json: false, quiet: false });
  if (!(error instanceof UsageError)) return fail(error, undefined, io, output);
  const command = commands.find(({ name }) => argv.includes(name));
  const usage = command ? usageLine(command) : generalUsage();
  const how = padded(messages.terminal.usage.how, ' ');
  output.ask(
    prose(error.message),
    '',
    `${how.usage}${usage}`,
    `${how.help}${programName}${command ? ` ${command.name}` : ''} --help`,
  );
  return exitCodes.usage;
};
