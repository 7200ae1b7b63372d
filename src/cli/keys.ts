import { backupKeysFrom } from '../adapters/environment-store.ts';
import { messages } from '../messages/messages.ts';
import type { Call } from './command.ts';

/**
 * Keys of a backup: from the environment, else typed where there is a terminal. Nothing typed: none, which every command
 * answers in its own way.
 */
export const askKeys = async (call: Call): Promise<readonly string[]> => {
  const keys = backupKeysFrom(call.io.env);
  if (keys.length > 0 || !call.io.isTty.stdin) return keys;
  call.output.prompt(messages.terminal.common.key);
  const typed = (await call.input.hiddenLine(call.io.signal))?.trim() ?? '';
  return typed === '' ? [] : [typed];
};
