import type { Home } from './home.ts';
import { isObject, textOf, type JsonObject } from './json.ts';
import type { Making } from './store.ts';
import type { AddonSpec, BackupSpec } from './types.ts';

/** The id of what was stored, or said to be; undefined: it is no archive. */
export function storeReceived(
  home: Home,
  archive: Buffer,
  agents: readonly string[],
  vanishes: boolean,
): string | undefined {
  const note = contentsOf(archive);
  if (!note) return undefined;
  const id = textOf(note['slug']);
  const known = agents.filter((agent) => home.agents.includes(agent));
  if (known.length === 0 || vanishes) return id;
  home.store.remove(id);
  home.store.add({ ...specOf(note), archive, agents: known }, makingOf(note));
  return id;
}

function makingOf(note: JsonObject): Making {
  const core = isObject(note['homeassistant']) ? note['homeassistant'] : undefined;
  return { haIncluded: core !== undefined, databaseIncluded: core?.['exclude_database'] !== true };
}

function specOf(note: JsonObject): BackupSpec {
  const extra = isObject(note['extra']) ? note['extra'] : {};
  return {
    id: textOf(note['slug']),
    name: textOf(note['name']),
    date: textOf(note['date']),
    kind: extra['with_automatic_settings'] === true ? 'automatic' : 'manual',
    protected: note['protected'] === true,
    addons: listOf(note['addons']).map((addon): AddonSpec => ({ ...addon, slug: textOf(addon['slug']) })),
    folders: Array.isArray(note['folders']) ? note['folders'].map(textOf) : [],
    foreign: textOf(extra['instance_id']),
  };
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const BLOCK = 512;

/** backup.json of a whole tar; undefined where there is none, or the end of the tar is missing. */
function contentsOf(archive: Buffer): JsonObject | undefined {
  let found: JsonObject | undefined;
  for (let at = 0; at + BLOCK <= archive.length;) {
    const head = archive.subarray(at, at + BLOCK);
    if (head.every((byte) => byte === 0)) return found;
    const name = head.subarray(0, 100).toString('latin1').replace(/\0.*$/s, '');
    const size = Number.parseInt(head.subarray(124, 136).toString('latin1'), 8);
    if (!(size >= 0)) return undefined;
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (/^(\.\/)?backup\.json$/.test(name)) found = jsonOf(content);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

function jsonOf(content: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
