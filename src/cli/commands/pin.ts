import { messages } from '../../messages/messages.ts';
import { pinResultSchema } from '../../shared/status.ts';
import { flagOption, requiredWord, textOption, withoutUndefined, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const pin: Command = {
  name: 'pin',
  get summary(): string {
    return messages.terminal.pin.summary;
  },
  synopsis: 'ID [--off] [--instance NAME] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { id, instance, folder } = messages.terminal.restore.options;
    return [
      ['ID', id],
      ['--off', messages.terminal.pin.off],
      ['--instance NAME', instance],
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.pin.notes;
  },
  examples: ['ha-icloud-backup pin 1a2b3c4d', 'ha-icloud-backup pin 1a2b3c4d --off'],
  options: { off: { type: 'boolean' }, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const wanted = {
      id: requiredWord(given, messages.terminal.pin.what),
      pinned: !flagOption(given, 'off'),
      ...withoutUndefined({ instance: textOption(given, 'instance'), baseFolder: textOption(given, 'folder') }),
    };
    return async ({ app, io, output }) => {
      const marked = await app.pin(wanted, io.signal);
      const { pinned, unpinned } = messages.terminal.pin;
      output.answer(pinResultSchema, marked, () => [(marked.pinnedAt === null ? unpinned : pinned)(marked.name)]);
      return exitCodes.done;
    };
  },
};
