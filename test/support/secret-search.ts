import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** By a name that may be shown. */
export type NamedSecrets = ReadonlyMap<string, string>;
/** Something that may hold one, by a name that may be shown. */
export type Place = readonly [name: string, content: string | Buffer];

/** As it is, and as it looks in JSON, in a URL and in base64. */
const spellings = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/u, ''),
    bytes.toString('base64url'),
  ];
};

/** Six digits occur in sizes and hashes as well: a code is one that stands alone. */
const finderOf = (secret: string): ((text: string) => boolean) => {
  if (/^\d{6}$/u.test(secret)) {
    const alone = new RegExp(String.raw`(?<![0-9a-f]|[0-9a-f]-|\d\.)${secret}(?![0-9a-f]|-[0-9a-f]|\.\d)`, 'u');
    return (text) => alone.test(text);
  }
  const wanted = [...new Set(spellings(secret))];
  return (text) => wanted.some((spelling) => text.includes(spelling));
};

/** Which secret is where, without the secrets: `Apple password in logs/app.log`. */
export const findSecrets = (secrets: NamedSecrets, places: readonly Place[]): string[] => {
  // Read as Latin-1, any file is a text of its bytes; a secret is looked for as its bytes, too.
  const asText = (content: string | Buffer): string =>
    typeof content === 'string' ? Buffer.from(content).toString('latin1') : content.toString('latin1');
  const texts = places.map(([name, content]) => [name, asText(content)] as const);
  return [...secrets].flatMap(([secret, value]) => {
    const isIn = finderOf(Buffer.from(value).toString('latin1'));
    const isInAsWritten = finderOf(value);
    return texts.filter(([, text]) => isIn(text) || isInAsWritten(text)).map(([place]) => `${secret} in ${place}`);
  });
};

/** Every file below a folder, and every path. */
export const placesBelow = async (folder: string): Promise<Place[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map(async (path): Promise<Place> => [path, await readFile(path)]));
  return [...contents, ['the names of files', paths.join('\n')]];
};
