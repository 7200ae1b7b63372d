import type { Command } from './command.ts';
import { backup } from './commands/backup.ts';
import { check } from './commands/check.ts';
import { list } from './commands/list.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { prune } from './commands/prune.ts';
import { restore } from './commands/restore.ts';
import { settings } from './commands/settings.ts';
import { setup } from './commands/setup.ts';
import { status } from './commands/status.ts';
import { watch } from './commands/watch.ts';

/** In the order in which a newcomer meets them. */
export const commands: readonly Command[] = [
  setup,
  login,
  status,
  list,
  backup,
  prune,
  restore,
  check,
  watch,
  settings,
  logout,
];
