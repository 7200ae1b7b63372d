/** How much may be in a text of JSON, whatever its length. */
export interface JsonBounds {
  /** Values, those inside of others included; about so many are counted. */
  readonly values: number;
  /** Lists and objects inside of each other. */
  readonly depth: number;
}

/** More than any list of a home has: 4,000 backups with 20 apps each. What is parsed of so many takes about 200 MB at worst. */
const answerBounds: JsonBounds = { values: 500_000, depth: 64 };

const [quote, backslash, comma] = ['"', '\\', ','].map((sign) => sign.charCodeAt(0));
const opening = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const closing = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));

/**
 * JSON from the network; undefined when it is none, or more than an honest answer holds. Few bytes can be very many values
 * (`[0,0,…`), and each costs memory and time in the parser and in every check after it, so they are counted first.
 */
export const boundedJson = (bytes: Buffer): unknown => {
  if (!isBoundedJson(bytes, answerBounds)) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined; // The caller's schema refuses it.
  }
};

/** One pass over the bytes, which need not be JSON: inside of strings only quotes and backslashes mean something. */
export const isBoundedJson = (bytes: Buffer, bounds: JsonBounds): boolean => {
  let values = 1;
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) at = endOfString(bytes, at);
    else if (byte === comma) values += 1;
    else if (opening.has(byte)) {
      values += 1;
      depth += 1;
    } else if (closing.has(byte)) depth -= 1;
    if (values > bounds.values || depth > bounds.depth) return false;
  }
  return true;
};

const endOfString = (bytes: Buffer, start: number): number => {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return bytes.length;
};
