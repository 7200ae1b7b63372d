import { isBoundedJson } from '../bounded-json.ts';
import { utf8 } from './text.ts';

/** Without them Home Assistant starts empty. Names in `.storage`, and what each one counts. */
export const registries = {
  'core.config_entries': 'entries',
  'core.device_registry': 'devices',
  'core.entity_registry': 'entities',
  'core.config': undefined,
} as const;
export type RegistryName = keyof typeof registries;

/** Bytes; of a home with 10,000 entities some 15 MiB. A larger one is not held in memory. */
export const maxRegistry = 64 * 1024 * 1024;

/** As many as in 64 MiB of an honest one, and what they cost in memory is bounded. */
const bounds = { values: 5_000_000, depth: 64 } as const;

/** `entries`: how many it lists, null where it has no such list. */
export type RegistryVerdict =
  { readonly is: 'whole'; readonly entries: number | null } | { readonly is: 'damaged' } | { readonly is: 'too-large' };

/** Home Assistant reads it as JSON, and needs an object with its content in `data` (homeassistant/helpers/storage.py). */
export const judgeRegistry = (name: RegistryName, bytes: Buffer): RegistryVerdict => {
  const text = utf8(bytes);
  if (text === undefined) return { is: 'damaged' };
  if (!isBoundedJson(bytes, bounds)) return { is: 'too-large' };
  const data = dataOf(text);
  if (!isObject(data)) return { is: 'damaged' };
  const list = registries[name] === undefined ? undefined : data[registries[name]];
  return { is: 'whole', entries: Array.isArray(list) ? list.length : null };
};

const dataOf = (text: string): unknown => {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed['data'] : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
