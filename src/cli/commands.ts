import type { Command } from './command.ts';
import { alarm } from './commands/alarm.ts';
import { phoneCode } from './commands/phone-code.ts';
import { backup } from './commands/backup.ts';
import { check } from './commands/check.ts';
import { contents } from './commands/contents.ts';
import { doctor } from './commands/doctor.ts';
import { extract } from './commands/extract.ts';
import { keys } from './commands/keys.ts';
import { list } from './commands/list.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { pin } from './commands/pin.ts';
import { prune } from './commands/prune.ts';
import { removed } from './commands/removed.ts';
import { restore } from './commands/restore.ts';
import { salvage } from './commands/salvage.ts';
import { settings } from './commands/settings.ts';
import { setup } from './commands/setup.ts';
import { sheet } from './commands/sheet.ts';
import { status } from './commands/status.ts';
import { test } from './commands/test.ts';
import { watch } from './commands/watch.ts';

/** In the order in which a newcomer meets them. */
export const commands: readonly Command[] = [
  setup,
  login,
  status,
  doctor,
  list,
  backup,
  prune,
  pin,
  removed,
  restore,
  contents,
  extract,
  test,
  check,
  salvage,
  sheet,
  keys,
  watch,
  settings,
  alarm,
  phoneCode,
  logout,
];
