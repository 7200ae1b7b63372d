import fc from 'fast-check';

/** Everything that acts on a terminal, a menu or the text beside it instead of being shown. */
export const acting = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

/** Names as a stranger would choose them, each with something in it that acts. */
export const aHostileName = fc
  .tuple(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('\u001B[2J', '\u009B31m', '\u202E', '\u2067', '\u2028', '\u0000', '\r', '\n', '\u0007', '\uD800'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  )
  .map((parts) => parts.join(''));

/** Fields that hold what others wrote, or that this app was told by others. */
const fromOutside = new Set([
  ...['name', 'instance', 'instanceName', 'remote', 'archive', 'folder', 'file', 'version', 'haVersion', 'id', 'url'],
  ...[
    'computerName',
    'proxy',
    'caFile',
    'account',
    'label',
    'phone',
    'text',
    'why',
    'agent',
    'to',
    'subject',
    'issuer',
  ],
  ...['body', 'title', 'slug', 'reason', 'stage', 'system', 'path', 'homes', 'lost', 'kept', 'looked', 'found'],
]);
/** Lists of texts from outside. */
const listsFromOutside = new Set(['looked', 'found', 'kept', 'defects', 'pruned', 'plainParts', 'removed']);

/** The same, with this text wherever a stranger could have put one. */
export const poisoned = <T>(value: T, name: string): T => poison(value, name) as T;

const poison = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((part) => poison(part, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, part]: [string, unknown]) => {
      if (typeof part === 'string') return [field, fromOutside.has(field) ? name : part];
      const isList = Array.isArray(part) && part.every((one) => typeof one === 'string');
      return [field, isList && listsFromOutside.has(field) ? part.map(() => name) : poison(part, name)];
    }),
  );
};
