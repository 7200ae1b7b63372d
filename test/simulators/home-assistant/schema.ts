import { CommandError, pythonRepr } from './command-error.ts';
import type { JsonObject } from './json.ts';
import type { VersionTraits } from './versions.ts';

/** The fields of a command beside `id` and `type`. */
export interface CommandSchema {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

type Words = VersionTraits['schemaWords'];

const at = (words: Words, path: readonly string[]): string =>
  words === 'probatio' ? `at '${path.join('.')}'` : `@ data${path.map((key) => `['${key}']`).join('')}`;

function missingKey(words: Words, key: string): string {
  return `required key not provided ${at(words, [key])}. Got None`;
}

export function extraKey(words: Words, key: string, value: unknown): string {
  return `${words === 'probatio' ? 'not a valid option' : 'extra keys not allowed'} ${at(words, [key])}. Got ${pythonRepr(value)}`;
}

export function wrongValue(words: Words, key: string, value: unknown): string {
  const text = words === 'probatio' ? 'not a valid value' : 'not a valid value for dictionary value';
  return `${text} ${at(words, [key])}. Got ${pythonRepr(value)}`;
}

/** Refuses a message as Home Assistant's schema validation does, in the words of the version. */
export function checkFields(message: JsonObject, schema: CommandSchema, words: Words): void {
  const known = ['id', 'type', ...(schema.required ?? []), ...(schema.optional ?? [])];
  const extra = Object.keys(message).find((key) => !known.includes(key));
  if (extra !== undefined) throw new CommandError('invalid_format', extraKey(words, extra, message[extra]));
  const missing = schema.required?.find((key) => message[key] === undefined);
  if (missing !== undefined) throw new CommandError('invalid_format', missingKey(words, missing));
}
