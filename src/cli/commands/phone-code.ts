import { z } from 'zod';
import { messages } from '../../messages/messages.ts';
import { flagOption, textOptions, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { prose } from '../prose.ts';
import { UsageError } from '../usage-error.ts';

export const phoneCodeSchema = z.object({
  notify: z.array(z.string()),
  /** Phones that Home Assistant has; null where it was not asked. */
  services: z.array(z.string()).nullable(),
});

export const phoneCode: Command = {
  name: 'phone-code',
  get summary(): string {
    return messages.terminal.phoneCode.summary;
  },
  synopsis: '[--notify SERVICE... | --off]',
  get optionHelp(): Command['optionHelp'] {
    const { notify, off } = messages.terminal.phoneCode.options;
    return [
      ['--notify SERVICE', notify],
      ['--off', off],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.phoneCode.notes;
  },
  examples: ['ha-icloud-backup phone-code', 'ha-icloud-backup phone-code --notify mobile_app_phone'],
  options: {
    notify: { type: 'string', multiple: true },
    off: { type: 'boolean' },
  },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const notify = textOptions(given, 'notify');
    const isOff = flagOption(given, 'off');
    if (isOff && notify.length > 0) throw new UsageError(messages.terminal.phoneCode.chooseOne);
    return isOff || notify.length > 0 ? (call) => choose(call, notify) : (call) => showAll(call);
  },
};

const choose = async (call: Call, notify: readonly string[]): Promise<number> => {
  await call.app.setPhoneCode(notify, call.io.signal);
  await show(call, null);
  // Told where the code goes before one goes there.
  if (notify.length > 0) call.output.note(prose(messages.terminal.phoneCode.notes[3] ?? ''));
  return exitCodes.done;
};

const showAll = async (call: Call): Promise<number> => {
  await show(call, [...(await call.app.phoneServices(call.io.signal))]);
  return exitCodes.done;
};

const show = async ({ app, output }: Call, services: string[] | null): Promise<void> => {
  const { phoneCodeNotify: notify } = await app.readSettings();
  const words = messages.terminal.phoneCode;
  output.answer(phoneCodeSchema, { notify: [...notify], services }, () => [
    notify.length === 0 ? words.off : words.on(notify.join(', ')),
    ...(services ? [services.length === 0 ? words.noPhones : words.services(services.join(', '))] : []),
  ]);
};
