/** What one person's texts have to be cleaned of beyond the patterns that everybody's share. */
export interface RedactionContext {
  /** Known secrets, removed wherever they occur and however they are written (see `spellings`). */
  readonly secrets: readonly string[];
  /** Absolute path; becomes `~`. */
  readonly homeFolder?: string | undefined;
}

/** Stands where a known secret stood. No secret contains it, so cleaning never puts a secret together again. */
const blackedOut = '█';
/** Nothing shorter is a secret of ours (a one-time code has six digits), and removing it would leave nothing to read. */
const shortestSecret = 4;

const sensitiveName =
  '(?:[a-z_]+_)?(?:token|password|passwd|passphrase|secret|pass)|(?:api|config)_?key|apiKey|configKey|[a-z]+(?:Token|Password)' +
  '|authsig|signature|sig|ckey|scnt|dsid|session_id|x-apple-[a-z0-9-]{1,60}';

type Rule = readonly [pattern: RegExp, replacement: string | ((match: string) => string)];

/** Order matters: whole headers and named values before the shapes of bare values. */
const rules: readonly Rule[] = [
  // A header of many values: to the end of the line, or of the JSON string that it stands in.
  [/\b((?:set-)?cookies?|authorization)(\\?["']?\s*[:=]\s*\\?["']?)[^"'\\\r\n]+/gi, '$1$2[hidden]'],
  [/\b(bearer)\s+[\w.~+/=-]{8,}/gi, '$1 [hidden]'],
  [/\b(X-APPLE-[A-Z0-9-]{1,60})=("?)[^\s;,"]+/g, '$1=$2[hidden]'],
  // A value in quotes ends with them, any other with the next blank or separator.
  [new RegExp(`\\b(${sensitiveName})(\\\\?["']?\\s*[:=]\\s*\\\\?["'])[^"'\\\\\\r\\n]+`, 'gi'), '$1$2[hidden]'],
  [new RegExp(`\\b(${sensitiveName})(\\\\?["']?\\s*[:=]\\s*)[^\\s"'&,;}\\\\]+`, 'gi'), '$1$2[hidden]'],
  // JSON web tokens: the header always begins with `{"`, which is `eyJ` in base64url.
  [/\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g, '[token]'],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@"']+@/gi, '$1[user]@'],
  [/([A-Za-z0-9])[\w.%+-]{0,63}@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,})\b/g, '$1…@$2'],
  // Six digits are a one-time code only where the words around say so; elsewhere they are a size or a time.
  [/\b(2fa|code|otp|sms|verification|result)\b([^0-9\r\n]{0,16})\b\d{6}\b/gi, '$1$2[code]'],
  [/\b\d{6}\b(?=[^0-9\r\n]{0,16}\b(?:code|2fa|verification)\b)/gi, '[code]'],
  // Phone numbers, and the tails that Apple shows of them.
  [/\+\d(?:[\s().-]{0,3}\d){7,14}\b/g, '[phone]'],
  [/[(•*·][()•*·\s.-]{0,20}[•*·]{2}[\s().-]{0,3}\d{2,4}\b/g, '[phone]'],
  [/\b[0-9a-f]{32,}\b/gi, (hex) => `[${hex.length} hex digits]`],
  // Cookies and trust tokens without a name beside them: long, and never a path (no slash) or a file name (no dot).
  [/(?<![\w+-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*\d)[\w+-]{64,}={0,2}/g, '[long value]'],
  [/(\/(?:home|Users)\/)[^/\s"':]+/g, '$1[user]'],
  [/([A-Za-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/))[^\\/\s"':]+/gi, '$1[user]'],
];

/** The text without anything that identifies or authorises. Pure; for everything that is written or shown. */
export const redact = (text: string, { secrets, homeFolder }: RedactionContext): string => {
  const known = secrets.filter(isSecret).flatMap(spellings).sort(byLength);
  let clean = hideHome(blackOut(text, known), homeFolder);
  for (const [pattern, replacement] of rules) {
    clean = typeof replacement === 'string' ? clean.replace(pattern, replacement) : clean.replace(pattern, replacement);
  }
  return blackOut(clean, known);
};

const hideHome = (text: string, homeFolder: string | undefined): string => {
  if (homeFolder === undefined || homeFolder.length < 2) return text;
  const spelled = [homeFolder, jsonSpelling(homeFolder)].map((path) => path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return text.replace(new RegExp(`(?:${spelled.join('|')})(?![\\w-])`, 'g'), '~');
};

/** Remembers the secrets of this process, so that code that writes can clean with one call. */
export class Redactor {
  readonly #secrets = new Set<string>();
  readonly #homeFolder: string | undefined;

  constructor(homeFolder?: string) {
    this.#homeFolder = homeFolder;
  }

  /** From now on it is removed from every text. Too short to be a secret: ignored. */
  register(...secrets: readonly (string | undefined)[]): void {
    for (const secret of secrets) if (secret !== undefined && isSecret(secret)) this.#secrets.add(secret);
  }

  readonly redact = (text: string): string =>
    redact(text, { secrets: [...this.#secrets], homeFolder: this.#homeFolder });
}

const isSecret = (secret: string): boolean =>
  secret.length >= shortestSecret && !secret.includes(blackedOut) && secret.trim() !== '';

/** The ways in which a secret gets into texts: as it is, in JSON, in a URL, as base64 of the whole. */
const spellings = (secret: string): string[] => {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [secret, jsonSpelling(secret), urlSpelling(secret), base64, bytes.toString('base64url')];
};

const jsonSpelling = (text: string): string => JSON.stringify(text).slice(1, -1);

const urlSpelling = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half a surrogate pair has no spelling in a URL.
    return text;
  }
};

const byLength = (a: string, b: string): number => b.length - a.length;

/** Again until nothing is found: what remains left and right of a removed secret might be one, too. */
const blackOut = (text: string, secrets: readonly string[]): string => {
  let clean = text;
  while (secrets.some((secret) => clean.includes(secret))) {
    for (const secret of secrets) clean = clean.replaceAll(secret, blackedOut.repeat(3));
  }
  return clean;
};
