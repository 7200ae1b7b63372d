import { resolve } from 'node:path';
import { messages } from '../../messages/messages.ts';
import { needsUser } from '../../shared/problems/rules.ts';
import { checkResultSchema, type CheckResult } from '../../shared/status.ts';
import { checkText } from '../check-text.ts';
import { numberOption, requiredWord, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { askKeys, givenKeys, kitHelp, kitOf, kitOption } from '../keys.ts';

const exits = { good: exitCodes.done, defects: exitCodes.warnings, refused: exitCodes.failed } as const;

export const check: Command = {
  name: 'check',
  get summary(): string {
    return messages.terminal.check.summary;
  },
  synopsis: 'FILE [--level N] [--kit FILE]',
  get optionHelp(): Command['optionHelp'] {
    const { file, level } = messages.terminal.check.options;
    return [['FILE', file], ['--level N', level], kitHelp()];
  },
  get notes(): Command['notes'] {
    return messages.terminal.check.notes;
  },
  examples: [
    'ha-icloud-backup check ~/Downloads/backup.tar',
    'ha-icloud-backup check ~/Downloads/backup.tar --level 4',
  ],
  options: { ...kitOption, level: { type: 'string' } },
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const file = resolve(given.io.workingFolder, requiredWord(given, messages.terminal.check.what));
    const asked = numberOption(given, 'level', 1, 4) as 1 | 2 | 3 | 4 | undefined;
    const kit = kitOf(given);
    return async (call) => {
      // Nobody is asked who did not ask for a level.
      const keys = (): Promise<readonly string[]> => (asked === undefined ? givenKeys(call, kit) : askKeys(call, kit));
      const input = { file, keys, ...(asked === undefined ? {} : { upTo: asked }) };
      const found = await call.app.check(input, call.io.signal);
      call.output.answer(checkResultSchema, found, () => checkText(found, file));
      return exitOf(found, asked);
    };
  },
};

const exitOf = ({ verdict, levels }: CheckResult, asked: number | undefined): number => {
  const lacksKey = levels.some(
    ({ level, holds, problem }) =>
      level <= (asked ?? 0) && holds === null && problem !== null && needsUser(problem.code),
  );
  return lacksKey && verdict !== 'refused' ? exitCodes.userMustAct : exits[verdict];
};
