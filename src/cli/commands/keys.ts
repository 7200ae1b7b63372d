import { messages } from '../../messages/messages.ts';
import { keyCheckSchema, keyListSchema, type KeyCheck, type KeyList } from '../../shared/keys.ts';
import { flagOption, textOption, withoutUndefined, type Call, type Command, type Given } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkedText, keysText } from '../keys-text.ts';
import { askKeys, givenKeys, kitHelp, kitOf, kitOption } from '../keys.ts';
import { openProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';

const actions = ['list', 'check', 'add', 'forget'] as const;

export const keys: Command = {
  name: 'keys',
  get summary(): string {
    return messages.terminal.keys.summary;
  },
  synopsis: '[check [--kit FILE] | add [--kit FILE] | forget N | forget --all] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { list, check, add, forget, all, folder } = messages.terminal.keys.options;
    return [
      ['list', list],
      ['check', check],
      ['add', add],
      ['forget N', forget],
      ['--all', all],
      kitHelp(),
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.keys.notes;
  },
  examples: [
    'ha-icloud-backup keys check --kit home_assistant_backup_emergency_kit.txt',
    'ha-icloud-backup keys add',
    'ha-icloud-backup keys forget 1',
  ],
  options: { ...kitOption, all: { type: 'boolean' }, folder: { type: 'string' } },
  positionals: 2,
  jsonLines: false,
  prepare: (given) => {
    const [typed = 'list', which] = given.positionals;
    const action = actions.find((name) => name === typed);
    if (action === undefined) throw new UsageError(messages.terminal.keys.actions(actions.join(', ')));
    if (action === 'forget') return prepareForget(given, which);
    if (which !== undefined) throw new UsageError(messages.terminal.usage.tooManyWords('keys'));
    if (action === 'list') return list;
    const kit = kitOf(given);
    const where = withoutUndefined({ baseFolder: textOption(given, 'folder') });
    return (call) => (action === 'add' ? add(kit, where, call) : check(kit, where, call));
  },
};

type Where = { readonly baseFolder?: string };

const list = async ({ app, output }: Call): Promise<number> => {
  const found = await app.keys();
  output.answer(keyListSchema, found, () => keysText(found, output.width));
  return exitCodes.done;
};

const check = async (kit: string | undefined, where: Where, call: Call): Promise<number> => {
  const given = await givenKeys(call, kit);
  return told(await tryThem({ given, remember: false, ...where }, call), call);
};

const add = async (kit: string | undefined, where: Where, call: Call): Promise<number> => {
  const given = await askKeys(call, kit);
  if (given.length === 0) throw new UsageError(messages.terminal.usage.nothingEntered);
  const found = await tryThem({ given, remember: true, ...where }, call);
  const exit = told(found, call);
  const isKept = found.keys.some(({ remembered }) => remembered);
  const words = messages.terminal.keys;
  call.output.note(isKept ? words.remembered : words.notRemembered);
  return isKept ? exitCodes.done : exit || exitCodes.failed;
};

const tryThem = async (input: Parameters<Call['app']['checkKeys']>[0], call: Call): Promise<KeyCheck> => {
  const progress = openProgress(call, () => undefined);
  return await call.app
    .checkKeys(input, (activity) => progress.show(activity), call.io.signal)
    .finally(() => progress.end());
};

const told = (found: KeyCheck, { output }: Call): number => {
  output.answer(keyCheckSchema, found, () => checkedText(found));
  if (found.problem) output.problem(found.problem);
  return exitOf(found);
};

/** The best of them counts. */
const exitOf = ({ copies, keys: all, problem }: KeyCheck): number => {
  if (all.some(({ newest }) => newest === true)) return exitCodes.done;
  if (problem || all.some(({ opens }) => opens > 0)) return exitCodes.warnings;
  return copies === 0 ? exitCodes.done : exitCodes.failed;
};

const prepareForget = (given: Given, which: string | undefined): ((call: Call) => Promise<number>) => {
  const isAll = flagOption(given, 'all');
  const number = which !== undefined && /^\d{1,3}$/.test(which) ? Number(which) : undefined;
  if (isAll === (number !== undefined) || (isAll && which !== undefined))
    throw new UsageError(messages.terminal.keys.whichOne);
  return (call) => forget(number, call);
};

const forget = async (number: number | undefined, { app, io, output }: Call): Promise<number> => {
  const left = await app.forgetKeys(
    number === undefined ? 'all' : { at: momentOf(await app.keys(), number) },
    io.signal,
  );
  output.answer(keyListSchema, left, () => [messages.terminal.keys.forgotten(left.remembered.length)]);
  return exitCodes.done;
};

/** What is not in the list names no key: that is the command's to say. */
const momentOf = ({ remembered }: KeyList, number: number): string => remembered[number - 1]?.at ?? '';
