import { messages } from '../../messages/messages.ts';
import { logoutResultSchema, type LogoutResult } from '../../shared/status.ts';
import { flagOption, type Command, type Given } from '../command.ts';
import { exitOfProblems } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';
import { logoutParts, type LogoutWhat } from '../../shared/vocabulary.ts';

export const logout: Command = {
  name: 'logout',
  get summary(): string {
    return messages.terminal.logout.summary;
  },
  synopsis: '[--apple | --ha | --all]',
  get optionHelp(): Command['optionHelp'] {
    const { apple, ha, all } = messages.terminal.logout.options;
    return [
      ['--apple', apple],
      ['--ha', ha],
      ['--all', all],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.logout.notes;
  },
  examples: ['ha-icloud-backup logout --all'],
  options: { apple: { type: 'boolean' }, ha: { type: 'boolean' }, all: { type: 'boolean' } },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const what = whatOf(given);
    return async ({ app, io, output }) => {
      const result = await app.logout(what, io.signal);
      output.answer(logoutResultSchema, result, () => logoutText(result));
      for (const problem of result.problems) output.problem(problem);
      return exitOfProblems(result.problems);
    };
  },
};

const whatOf = (given: Given): LogoutWhat => {
  const chosen = logoutParts.filter((name) => flagOption(given, name));
  if (chosen.length > 1)
    throw new UsageError(messages.terminal.logout.chooseOne(logoutParts.map((name) => `--${name}`).join(', ')));
  return chosen[0] ?? 'apple';
};

const logoutText = ({ removed, kept }: LogoutResult): string[] => {
  const words = messages.terminal.logout;
  return [...removed.map((part) => words.removed(words.parts[part])), ...kept.map((what) => words.kept(what))];
};
