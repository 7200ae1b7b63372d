import { checkConfigChange } from './backup-config-schema.ts';
import { CommandError } from './command-error.ts';
import type { Caller, CommandTable } from './commands.ts';
import type { Home } from './home.ts';
import { textOf, textsOf, type JsonObject } from './json.ts';
import { managerBackup } from './listing.ts';
import type { GenerateRequest } from './manager.ts';
import { copyOf, restore } from './restore.ts';
import type { Backup } from './store.ts';

/** What Core says when the Supervisor does not answer. */
const AWAY = 'Error occurred connecting to supervisor';

const generateFields = [
  'include_addons',
  'include_all_addons',
  'include_database',
  'include_folders',
  'include_homeassistant',
  'name',
  'password',
];

const onlySupervisor = {
  admin: false,
  schema: {},
  run: (): never => {
    throw new CommandError('only_supervisor', 'Only allowed as Supervisor');
  },
};

/** Registered on HA OS only; for the Supervisor itself. */
export const supervisorBackupCommands: CommandTable = {
  'backup/start': onlySupervisor,
  'backup/end': onlySupervisor,
};

/** The `backup/…` commands, all for admins only. */
export const backupCommands: CommandTable = {
  'backup/info': { admin: true, schema: {}, run: ({ home }) => info(home) },
  'backup/details': {
    admin: true,
    schema: { required: ['backup_id'] },
    run: ({ home }, { backup_id }) => details(home, textOf(backup_id)),
  },
  'backup/agents/info': { admin: true, schema: {}, run: ({ home }) => ({ agents: agentsOf(home) }) },
  'backup/config/info': {
    admin: true,
    schema: {},
    run: ({ home }) => ({ config: home.config.render(home.traits) }),
  },
  'backup/config/update': {
    admin: true,
    schema: { optional: ['agents', 'automatic_backups_configured', 'create_backup', 'retention', 'schedule'] },
    run: updateConfig,
  },
  'backup/generate': {
    admin: true,
    schema: { required: ['agent_ids'], optional: generateFields },
    run: ({ home }, message) => ({ backup_job_id: home.manager.generate(requestOf(message)) }),
  },
  'backup/generate_with_automatic_settings': {
    admin: true,
    schema: {},
    run: ({ home }) => ({ backup_job_id: home.manager.generate(automaticRequest(home)) }),
  },
  'backup/subscribe_events': { admin: true, schema: {}, run: subscribe },
  'backup/delete': {
    admin: true,
    schema: { required: ['backup_id'] },
    run: ({ home }, { backup_id }) => {
      home.store.remove(textOf(backup_id));
      return agentErrors(home, {});
    },
  },
  'backup/can_decrypt_on_download': {
    admin: true,
    schema: { required: ['backup_id', 'agent_id', 'password'] },
    run: ({ home }, message) => canDecrypt(home, message),
  },
  'backup/restore': {
    admin: true,
    schema: {
      required: ['backup_id', 'agent_id'],
      optional: ['password', 'restore_addons', 'restore_database', 'restore_folders', 'restore_homeassistant'],
    },
    run: ({ home }, message) => restore(home, message),
  },
};

function agentErrors(home: Home, errors: Record<string, string>): JsonObject {
  return { agent_errors: errors, ...(home.traits.errorTranslations ? { agent_error_translations: {} } : {}) };
}

/** Faults of a listing: which agents do not answer, and with what words. */
function brokenAgents(home: Home): Record<string, string> {
  const all = home.faults.take(['list-empty-with-error']);
  if (all) return Object.fromEntries(home.agents.map((agent) => [agent, all.message ?? AWAY]));
  const one = home.faults.take(['agent-error']);
  return one ? { [one.agentId ?? home.agents.at(-1) ?? '']: one.message ?? AWAY } : {};
}

function listed(home: Home, backup: Backup, broken: readonly string[]): JsonObject {
  const wrong = home.faults.take(['size-wrong'], { backupId: backup.id });
  return managerBackup(backup, home.traits, broken, wrong ? (wrong.extraBytes ?? 512) : 0);
}

function info(home: Home): JsonObject {
  const { manager, config, traits } = home;
  const errors = home.blocked ? {} : brokenAgents(home);
  const broken = Object.keys(errors);
  const visible = home.blocked
    ? []
    : home.store.all().filter(({ copies }) => [...copies.keys()].some((agent) => !broken.includes(agent)));
  const dates = {
    last_attempted_automatic_backup: config.lastAttempted,
    last_completed_automatic_backup: config.lastCompleted,
  };
  const backups = visible.map((backup) => listed(home, backup, broken));
  const head = { ...agentErrors(home, errors), backups, ...dates };
  if (traits.lastEventKey === undefined) return head;
  return {
    ...head,
    [traits.lastEventKey]: manager.lastAction,
    next_automatic_backup: config.next(),
    next_automatic_backup_additional: false,
    state: manager.state,
  };
}

function details(home: Home, id: string): JsonObject {
  const errors = home.blocked ? {} : brokenAgents(home);
  const broken = Object.keys(errors);
  const backup = home.blocked ? undefined : home.store.get(id);
  const visible = backup && [...backup.copies.keys()].some((agent) => !broken.includes(agent));
  return { ...agentErrors(home, errors), backup: visible ? listed(home, backup, broken) : null };
}

function agentsOf(home: Home): JsonObject[] {
  return home.liveAgents.map((agent_id) => {
    const name = agent_id.slice(agent_id.indexOf('.') + 1);
    return home.traits.flatItems ? { agent_id } : { agent_id, name };
  });
}

function updateConfig({ home }: Caller, message: JsonObject): unknown {
  const change = Object.fromEntries(Object.entries(message).filter(([key]) => key !== 'id' && key !== 'type'));
  checkConfigChange(change, home.traits);
  if (!home.faults.take(['settings-lost'])) home.config.update(change);
  return null;
}

function requestOf(message: JsonObject): GenerateRequest {
  return {
    agentIds: textsOf(message['agent_ids']),
    name: textOf(message['name']) || null,
    password: textOf(message['password']) || null,
    includeAddons: textsOf(message['include_addons']),
    includeAllAddons: message['include_all_addons'] === true,
    includeDatabase: message['include_database'] !== false,
    includeFolders: textsOf(message['include_folders']),
    includeHomeassistant: message['include_homeassistant'] !== false,
    automatic: false,
  };
}

function automaticRequest(home: Home): GenerateRequest {
  const { create } = home.config;
  return { ...requestOf({ ...create }), automatic: true };
}

/** The last event comes before the result, on every version. */
function subscribe({ home, sendEvent, onClose }: Caller, _message: JsonObject, id: number): unknown {
  sendEvent(id, home.manager.lastEvent);
  onClose(home.manager.subscribe((event) => sendEvent(id, event)));
  return null;
}

function canDecrypt(home: Home, message: JsonObject): unknown {
  const copy = copyOf(home, message);
  if (!copy.protected || home.traits.secureTar[home.install] === 1) {
    throw new CommandError('decrypt_not_supported', 'Decrypt on download not supported');
  }
  if (message['password'] !== copy.password) throw new CommandError('password_incorrect', 'Incorrect password');
  return null;
}
