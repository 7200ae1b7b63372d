import { CommandError } from './command-error.ts';
import type { Home } from './home.ts';
import { textOf, textsOf, type JsonObject } from './json.ts';
import type { Copy } from './store.ts';

/**
 * A restore: refused, or begun, and then its result never comes: Home Assistant restarts. Nothing of what is in the archive is
 * put anywhere; `restores()` tells what was ordered.
 */
export function restore(home: Home, message: JsonObject): unknown {
  const { manager, faults, traits } = home;
  if (manager.state !== 'idle') throw new CommandError('home_assistant_error', `Backup manager busy: ${manager.state}`);
  const copy = copyOf(home, message);
  manager.restoring('in_progress', null, null);
  const addons = textsOf(message['restore_addons']);
  const folders = textsOf(message['restore_folders']);
  if (home.install === 'core' && addons.length + folders.length > 0) {
    manager.giveUpRestoring('unknown_error');
    throw new CommandError('home_assistant_error', 'Addons and folders are not supported in core restore');
  }
  if (copy.protected && message['password'] !== copy.password) {
    manager.giveUpRestoring('password_incorrect');
    throw new CommandError('password_incorrect', 'Incorrect password');
  }
  const refused = faults.take(['restore-refused']);
  if (refused) {
    manager.giveUpRestoring(refused.reason ?? 'unknown_error');
    throw new CommandError('home_assistant_error', refused.message ?? 'Restore database must match backup');
  }
  home.restores.push({
    backupId: textOf(message['backup_id']),
    agentId: textOf(message['agent_id']),
    addons,
    folders,
    database: message['restore_database'] !== false,
    homeassistant: message['restore_homeassistant'] !== false,
  });
  if (!traits.flatItems) manager.restoring('core_restart', null, null);
  void home.restartAfterRestore();
  return new Promise(() => undefined);
}

/** The file of a backup on an agent, as commands name it. */
export function copyOf(home: Home, message: JsonObject): Copy {
  const agent = textOf(message['agent_id']);
  const id = textOf(message['backup_id']);
  if (!home.liveAgents.includes(agent)) {
    throw new CommandError('home_assistant_error', `Invalid agent selected: ${agent}`);
  }
  const copy = home.store.get(id)?.copies.get(agent);
  if (!copy) throw new CommandError('home_assistant_error', `Backup ${id} not found in agent ${agent}`);
  return copy;
}
