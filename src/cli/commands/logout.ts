import type { LogoutWhat } from '../../core/commands/logout.ts';
import { logoutResultSchema, type LogoutResult } from '../../shared/status.ts';
import { flagOption, type Command, type Given } from '../command.ts';
import { exitOfProblems } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

export const logout: Command = {
  name: 'logout',
  summary: 'remove from this computer what was left here; copies in iCloud stay',
  synopsis: '[--apple | --ha | --all]',
  optionHelp: [
    ['--apple', 'the sign-in to iCloud (without any option)'],
    ['--ha', 'the access token of Home Assistant and files on their way'],
    ['--all', 'both, and the choice where passwords are kept'],
  ],
  notes: ['The token itself stays valid in Home Assistant until you delete it there: your profile > Security.'],
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
  const chosen = (['apple', 'ha', 'all'] as const).filter((name) => flagOption(given, name));
  if (chosen.length > 1) throw new UsageError('Choose one of --apple, --ha, --all.');
  return chosen[0] ?? 'apple';
};

const parts = {
  apple: 'the Apple account and its password',
  'ha-token': 'the access token of Home Assistant',
  config: 'the sign-in to iCloud',
  staging: 'files on their way to iCloud',
  settings: 'what was remembered of both sides',
} as const satisfies Record<LogoutResult['removed'][number], string>;

const logoutText = ({ removed, kept }: LogoutResult): string[] => [
  ...removed.map((part) => `Removed: ${parts[part]}`),
  ...kept.map((what) => `Kept: ${what}`),
];
