import { resolve } from 'node:path';
import { messages } from '../../messages/messages.ts';
import { sheetPage } from '../../messages/sheet-page.ts';
import { sheetSchema } from '../../shared/sheet.ts';
import { flagOption, requiredOption, type Command } from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitCodes } from '../exit-codes.ts';
import { givenKeys, kitHelp, kitOf, kitOption, typedKeys } from '../keys.ts';

export const sheet: Command = {
  name: 'sheet',
  get summary(): string {
    return messages.terminal.sheet.summary;
  },
  synopsis: '--to FILE [--with-key [--kit FILE]]',
  get optionHelp(): Command['optionHelp'] {
    const { to, withKey } = messages.terminal.sheet.options;
    return [['--to FILE', to], ['--with-key', withKey], kitHelp()];
  },
  get notes(): Command['notes'] {
    return messages.terminal.sheet.notes;
  },
  examples: ['ha-icloud-backup sheet --to home.html', 'ha-icloud-backup sheet --with-key --to home.html'],
  options: { ...kitOption, to: { type: 'string' }, 'with-key': { type: 'boolean' } },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const file = resolve(given.io.workingFolder, requiredOption(given, 'to'));
    const withKey = flagOption(given, 'with-key');
    const kit = kitOf(given);
    return async (call) => {
      const { app, io, output } = call;
      const written = await app.writeSheet(
        {
          file,
          withKey,
          keys: await givenKeys(call, kit),
          askKey: () => typedKeys(call),
          page: (facts, key) =>
            sheetPage(facts, key, {
              now: formatWritten(io.now().toISOString()),
              newest: formatWritten(facts.newest?.date ?? ''),
            }),
        },
        io.signal,
      );
      const words = messages.terminal.sheet;
      output.answer(sheetSchema, written, () => [words.done, written.file]);
      output.note(withKey ? words.withKey : words.withoutKey);
      return exitCodes.done;
    };
  },
};
