import { isObject, type JsonObject } from './json.ts';

/** What differs from run to run, wherever it stands in a text. */
const variable: readonly [RegExp, string][] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)/g, '<date>'],
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '<date>'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]+|\bTOKEN\b/g, '<token>'],
  [/https?:\/\/127\.0\.0\.1:\d+/g, '<origin>'],
  [/"[0-9a-f]{16}-[0-9a-f]+"/g, '<etag>'],
  [/\b[0-9a-f]{64}\b/g, '<webhook>'],
  [/\b01[0-9A-Z]{24}\b/g, '<context>'],
  [/\b[0-9a-f]{32}\b/g, '<uuid>'],
  [/\b[0-9a-f]{8}\b/g, '<id>'],
];

/** Keys whose values belong to one instance and say nothing about the protocol. */
const ownText = new Set(['client_name', 'config_dir', 'location_name', 'machine_id']);
const ownTexts = new Set(['components', 'allowlist_external_dirs', 'whitelist_external_dirs', 'features']);
const ownNumbers = new Set([
  'size',
  'size_bytes',
  'total_bytes',
  'uploaded_bytes',
  'last_completed_automatic_backup_size',
]);

const onDisk = /_\d{4}-\d\d-\d\d_\d\d\.\d\d_\d{8}\.tar$/;

function normaliseText(text: string): string {
  return variable.reduce((result, [pattern, mark]) => result.replace(pattern, mark), text);
}

/** The same for two runs that behave the same: ids, dates, tokens, sizes and an instance's own names are marks. */
export function normalise(value: unknown, key = ''): unknown {
  const mark = markOf(value, key);
  if (mark !== undefined) return mark;
  if (typeof value === 'string') return normaliseText(value);
  if (Array.isArray(value)) return normaliseList(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [normaliseText(name), normalise(item, name)]));
}

/** What stands for a value that is an instance's own. */
function markOf(value: unknown, key: string): unknown {
  // Jobs within a job are not simulated.
  if (key === 'child_jobs') return '<jobs>';
  if (ownText.has(key) && typeof value === 'string') return '<own text>';
  if (ownTexts.has(key) && Array.isArray(value)) return '<own texts>';
  return ownNumbers.has(key) && typeof value === 'number' && value > 0 ? '<number>' : undefined;
}

/** Home Assistant lists backups and folders in no order that means anything. */
function normaliseList(all: unknown[]): unknown[] {
  // Sessions of people in a browser, beside the long-lived tokens.
  const list = all.filter((item) => !(isObject(item) && item['type'] === 'normal'));
  if (list.every((item) => typeof item === 'string')) return list.map(normaliseText).sort();
  const byDate = list.every((item) => isObject(item) && typeof item['date'] === 'string');
  const ordered = byDate
    ? (list as JsonObject[]).toSorted((a, b) => (String(a['date']) < String(b['date']) ? -1 : 1))
    : list;
  return ordered.map((item) => normalise(item));
}

/** Names, order and values of headers; lengths are checked against the body instead. */
export function normaliseHeaders(headers: readonly [string, string][]): string[] {
  return headers.map(([name, value]) => {
    if (name === 'Connection') return `${name}: ${value.toLowerCase()}`;
    if (name === 'Sec-WebSocket-Accept') return `${name}: <answer>`;
    const numbers = /^Content-(Length|Range)$/.test(name) ? value.replace(/\d{3,}/g, '<n>') : value;
    // The Supervisor serves a file under its name on disk: how that is made differs, and it is of no use.
    const named = name === 'Content-Disposition' ? numbers.toLowerCase().replace(onDisk, '.tar') : numbers;
    return `${name}: ${normaliseText(named)}`;
  });
}

/** Bodies that are no JSON were recorded by their length and beginning. */
export function describeBody(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const printable = text.length > 0 && /^[\t\n\r -~]*$/.test(text);
    return printable ? text : { bytes: body.length, first16: body.subarray(0, 16).toString('hex') };
  }
}
