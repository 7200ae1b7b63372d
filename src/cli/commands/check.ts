import { resolve } from 'node:path';
import { backupKeysFrom } from '../../adapters/environment-store.ts';
import { needsUser } from '../../shared/problems/rules.ts';
import { checkResultSchema, type CheckResult } from '../../shared/status.ts';
import { checkText } from '../check-text.ts';
import { numberOption, requiredWord, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { askKeys } from '../keys.ts';

const exits = { good: exitCodes.done, defects: exitCodes.warnings, refused: exitCodes.failed } as const;

export const check: Command = {
  name: 'check',
  summary: 'look through a backup file on this computer',
  synopsis: 'FILE [--level N]',
  optionHelp: [
    ['FILE', 'a .tar that Home Assistant made'],
    [
      '--level N',
      '1 intact, 2 the key opens it, 3 read to its last byte, 4 it makes sense; default: as far as the key goes',
    ],
  ],
  notes: [
    'Level 1 is the same check as on the way to iCloud: every part that the table of contents names, whole and in the right form.',
    'An encrypted backup needs its key for the others: in HA_ICLOUD_BACKUP_KEY (several, one a line), or typed in when --level asks for it.',
    'Ends with 0 when every level that was tried holds, 4 with defects that leave it restorable, 1 when a level does not hold, 3 when --level needs a key.',
  ],
  examples: [
    'ha-icloud-backup check ~/Downloads/backup.tar',
    'ha-icloud-backup check ~/Downloads/backup.tar --level 4',
  ],
  options: { level: { type: 'string' } },
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const file = resolve(given.io.workingFolder, requiredWord(given, 'A FILE'));
    const asked = numberOption(given, 'level', 1, 4) as 1 | 2 | 3 | 4 | undefined;
    return async (call) => {
      // Nobody is asked who did not ask for a level.
      const keys = asked === undefined ? () => Promise.resolve(backupKeysFrom(call.io.env)) : () => askKeys(call);
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
