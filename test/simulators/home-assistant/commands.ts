import { backupCommands, supervisorBackupCommands } from './commands-backup.ts';
import { coreCommands } from './commands-core.ts';
import { deviceCommands } from './commands-devices.ts';
import { supervisorCommands } from './commands-supervisor.ts';
import type { Home } from './home.ts';
import type { JsonObject } from './json.ts';
import type { CommandSchema } from './schema.ts';
import type { RefreshToken } from './auth.ts';

/** What a command may do with the connection it came on. */
export interface Caller {
  readonly home: Home;
  readonly token: RefreshToken;
  readonly sendEvent: (id: number, event: unknown) => void;
  /** Runs when the connection ends. */
  readonly onClose: (cleanUp: () => void) => void;
  /** Closes every connection that was opened with this token. */
  readonly closeSessionsOf: (tokenId: string) => void;
}

export interface Command {
  readonly admin: boolean;
  readonly schema: CommandSchema;
  run(caller: Caller, message: JsonObject, id: number): unknown;
}

export type CommandTable = Readonly<Record<string, Command>>;

/** The commands that this version and install knows, in its present state. */
export function findCommand(home: Home, type: string): Command | undefined {
  const core = coreCommands[type] ?? deviceCommands[type];
  if (core) return core;
  const own = home.supervisor && supervisorBackupCommands[type];
  if (own) return own;
  // The backup integration is loaded a second after the port answers.
  if (type.startsWith('backup/')) {
    const known = home.traits.backupApi && home.state !== 'starting';
    const decrypt = type !== 'backup/can_decrypt_on_download' || !home.traits.flatItems;
    return known && decrypt ? backupCommands[type] : undefined;
  }
  return home.supervisor ? supervisorCommands[type] : undefined;
}
