import { z } from 'zod';
import { messages } from '../../messages/messages.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

const removedSchema = z.object({ answered: z.number().int().nonnegative() });

export const removed: Command = {
  name: 'removed',
  get summary(): string {
    return messages.terminal.removed.summary;
  },
  synopsis: '[ID]',
  optionHelp: [],
  get notes(): Command['notes'] {
    return messages.terminal.removed.notes;
  },
  examples: ['ha-icloud-backup removed', 'ha-icloud-backup removed 1a2b3c4d'],
  options: {},
  positionals: 1,
  jsonLines: false,
  tellsHome: true,
  prepare:
    ({ positionals }) =>
    async ({ app, output }) => {
      const [which] = positionals;
      const answered = await app.acceptRemoval(which === '' ? undefined : which);
      output.answer(removedSchema, { answered }, () => [
        answered === 0 ? messages.terminal.removed.nothingToAnswer : messages.terminal.removed.noted(answered),
      ]);
      return exitCodes.done;
    },
};
