import { meantBy } from '../archive/open/key-text.ts';
import { AppError } from '../errors/app-error.ts';
import { decodeText } from '../state/text-encoding.ts';

/** A kit has less than 1 KB; several in one file stay far below this. */
export const maxKitBytes = 64 * 1024;

/** More different ones are in no kit. */
const maxKeys = 20;

/** Seven groups of four between dashes, in a text in any language (facts#emergency-kit). */
const keyPattern = /(?<![\p{L}\p{N}\p{Pd}])[A-Z0-9]{4}(?:\p{Pd}[A-Z0-9]{4}){6}(?![\p{L}\p{N}\p{Pd}])/giu;

/**
 * The keys in Home Assistant's emergency kit, or in a text with one key and nothing else, without its dashes too. Each once,
 * in the order of the text. Error: `keys.not-a-kit`.
 */
export const keysInKit = (bytes: Uint8Array): readonly string[] => {
  if (bytes.length > maxKitBytes) throw new AppError('keys.not-a-kit', { bytes: bytes.length });
  const text = decodeText(bytes);
  const found = [...text.matchAll(keyPattern)].map(([key]) => key);
  const keys = [...new Set((found.length > 0 ? found : loneKey(text)).map(normal))].slice(0, maxKeys);
  if (keys.length === 0) throw new AppError('keys.not-a-kit', {});
  return keys;
};

/** Only what can be nothing but a key: 28 letters in a row may be a word of a longer text. */
const loneKey = (text: string): string[] => (meantBy(text).length > 1 ? [meantBy(text)[1] ?? ''] : []);

const normal = (key: string): string => key.replace(/\p{Pd}/gu, '-').toUpperCase();
