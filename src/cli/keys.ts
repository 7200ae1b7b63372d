import { resolve } from 'node:path';
import { backupKeysFrom } from '../adapters/environment-store.ts';
import { readKit } from '../core/keys/read-kit.ts';
import { messages } from '../messages/messages.ts';
import { textOption, type Call, type Given, type OptionSpecs } from './command.ts';

/** For every command that may need a key. */
export const kitOption = { kit: { type: 'string' } } as const satisfies OptionSpecs;

export const kitHelp = (): readonly [option: string, help: string] => ['--kit FILE', messages.terminal.inside.kit];

/** Path of the emergency kit that was named. */
export const kitOf = (given: Given): string | undefined => {
  const file = textOption(given, 'kit');
  return file === undefined ? undefined : resolve(given.io.workingFolder, file);
};

/** Keys of the emergency kit that was named, then those of the environment. Errors: `keys.not-a-kit`, `disk.failed`. */
export const givenKeys = async ({ io }: Pick<Call, 'io'>, kit: string | undefined): Promise<readonly string[]> => [
  ...(kit === undefined ? [] : await readKit(kit)),
  ...backupKeysFrom(io.env),
];

/** The same, else one that is typed. */
export const askKeys = async (call: Call, kit: string | undefined): Promise<readonly string[]> => {
  const keys = await givenKeys(call, kit);
  return keys.length > 0 ? keys : await typedKeys(call);
};

/** One that is typed where there is a terminal. Nothing typed: none, which every command answers in its own way. */
export const typedKeys = async (call: Call): Promise<readonly string[]> => {
  if (!call.io.isTty.stdin) return [];
  call.output.prompt(messages.terminal.common.key);
  const typed = (await call.input.hiddenLine(call.io.signal))?.trim() ?? '';
  return typed === '' ? [] : [typed];
};
