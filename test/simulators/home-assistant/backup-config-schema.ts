import { CommandError, pythonRepr } from './command-error.ts';
import { isObject, textOf, type JsonObject } from './json.ts';
import type { VersionTraits } from './versions.ts';

/* What `backup/config/update` takes, in the words of the version that refuses (tried on 2025.1.4, 2025.2.5 and 2026.11.0). */

type Field = (value: unknown, at: Place) => void;
type Fields = Readonly<Record<string, Field>>;

/** Where in the message, and in whose words a refusal is given. */
interface Place {
  readonly path: readonly string[];
  readonly words: VersionTraits['schemaWords'];
}

const pathText = ({ path, words }: Place): string =>
  words === 'probatio'
    ? `at '${path.map((key, index) => (index === 0 ? key : /^\w+$/.test(key) ? `.${key}` : `['${key}']`)).join('')}'`
    : `@ data${path.map((key) => `['${key}']`).join('')}`;

function refuse(at: Place, probatio: string, voluptuous: string, value: unknown): never {
  const text = at.words === 'probatio' ? probatio : voluptuous;
  // What older versions refuse they repeat, a key as well.
  const got = at.words === 'probatio' && at.path.at(-1) === 'password' ? '**REDACTED**' : value;
  throw new CommandError('invalid_format', `${text} ${pathText(at)}. Got ${pythonRepr(got)}`);
}

const wrong = (at: Place, text: string, value: unknown, orNone = ''): never =>
  refuse(at, `${text}${orNone}`, `${text} for dictionary value`, value);

const is =
  (type: 'boolean' | 'string', name: string): Field =>
  (value, at) => {
    if (typeof value !== type) wrong(at, `expected ${name}`, value);
  };

const textOrNone: Field = (value, at) => {
  if (value !== null && typeof value !== 'string') wrong(at, 'expected str', value, ' or None');
};

const limit: Field = (value, at) => {
  if (value === null) return;
  if (typeof value !== 'number') wrong(at, 'expected int', value);
  else if (value < 1) wrong(at, 'value must be at least 1', value);
};
/** 2025.1 takes any number. */
const anyLimit: Field = (value, at) => {
  if (value !== null && typeof value !== 'number') wrong(at, 'expected int', value);
};

const among =
  (kind: string, names: readonly string[]): Field =>
  (value, at) => {
    if (names.includes(textOf(value))) return;
    const text = `expected ${kind} or one of ${names.map((name) => `'${name}'`).join(', ')}`;
    if (/\[\d+\]$/.test(at.path.at(-1) ?? '')) refuse(at, text, text, value);
    wrong(at, text, value);
  };

const list =
  (each: Field): Field =>
  (value, at) => {
    if (!Array.isArray(value)) return wrong(at, 'expected a list', value);
    for (const one of value) each(one, at);
    const twice = value.filter((one, index) => value.indexOf(one) !== index);
    if (twice.length > 0) wrong(at, `contains duplicate items: ${pythonRepr(twice)}`, value);
  };

const orNone =
  (field: Field): Field =>
  (value, at) => {
    if (value !== null) field(value, at);
  };

const time: Field = (value, at) => {
  if (value === null || /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(textOf(value))) return;
  wrong(at, `Invalid time specified: ${textOf(value)}`, value);
};

const mapping =
  (fields: Fields | ((key: string) => Field)): Field =>
  (value, at) => {
    if (!isObject(value)) return refuse(at, 'expected a mapping', 'expected a dictionary for dictionary value', value);
    for (const [key, item] of Object.entries(value)) {
      const inside = { ...at, path: [...at.path, key] };
      const field = fields instanceof Function ? fields(key) : fields[key];
      if (field) field(item, inside);
      else refuse(inside, 'not a valid option', 'extra keys not allowed', item);
    }
  };

const text = is('string', 'str');
const flag = is('boolean', 'bool');
const createBackup = mapping({
  agent_ids: list(text),
  include_addons: orNone(list(text)),
  include_all_addons: flag,
  include_database: flag,
  include_folders: orNone(list(among('Folder', ['share', 'addons/local', 'ssl', 'media']))),
  name: textOrNone,
  password: textOrNone,
});
const schedule = mapping({
  days: list(among('Day', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])),
  recurrence: among('ScheduleRecurrence', ['never', 'daily', 'custom_days']),
  time,
});
const limits = mapping({ copies: limit, days: limit });

const sections = ({ flatItems, partsReported }: VersionTraits): Fields => {
  if (flatItems) {
    return { create_backup: createBackup, retention: mapping({ copies: anyLimit, days: anyLimit }), schedule: text };
  }
  const agent = mapping({ protected: flag, ...(partsReported && { retention: orNone(limits) }) });
  return {
    create_backup: createBackup,
    retention: limits,
    schedule,
    agents: mapping(() => agent),
    ...(partsReported && { automatic_backups_configured: flag }),
  };
};

/** Refuses the change as that version does, before any of it is made. */
export function checkConfigChange(change: JsonObject, traits: VersionTraits): void {
  mapping(sections(traits))(change, { path: [], words: traits.schemaWords });
}
