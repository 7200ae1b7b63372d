import { corePart } from '../archive/backup-json.ts';

/** Home Assistant's own part holds its configuration folder under this name (facts#archive-layout). */
const coreFolder = 'data';

/**
 * A path as people name it and `contents` prints it: the part, then where the file lies in it. Home Assistant's own `data/` is
 * left out, so its configuration begins right behind `homeassistant/`.
 */
export interface InsidePath {
  /** Folders and name, below the part. Empty: the part itself. */
  readonly names: readonly string[];
  /** Leads out of the part, or is none at all: listed, and never written. */
  readonly isUnsafe: boolean;
}

/**
 * @param part - name of the part
 * @param name - of a member of its tar, as it stands there
 */
export const insidePath = (part: string, name: string): InsidePath => {
  const names = name.split('/').filter((piece) => piece !== '' && piece !== '.');
  const isUnsafe = name.startsWith('/') || names.includes('..') || name.includes('\0');
  const [first, ...below] = names;
  return { names: part === corePart && first === coreFolder && !isUnsafe ? below : names, isUnsafe };
};

/** As `contents` prints it. What is unsafe stands there as it is in the tar. */
export const shownPath = (part: string, name: string): string => {
  const { names, isUnsafe } = insidePath(part, name);
  return [part, ...(isUnsafe ? [name] : names)].join('/');
};

/** What the user typed behind `extract`: the part, and what is wanted of it (all of it where that is empty). */
export interface Wanted {
  readonly part: string;
  readonly names: readonly string[];
}

/**
 * Splits a typed path by the parts that there are. A folder such as `addons/local` may be typed as Home Assistant calls it, or as
 * the part is called (`addons_local`). Undefined where no part fits.
 */
export const wantedIn = (parts: readonly string[], typed: string): Wanted | undefined => {
  const names = typed.split('/').filter((piece) => piece !== '' && piece !== '.');
  for (let length = 1; length <= Math.min(names.length, deepestPart); length += 1) {
    const part = names.slice(0, length).join('_');
    if (!parts.includes(part)) continue;
    return { part, names: names.slice(length) };
  }
  return undefined;
};

/** Names in a folder that is a part of its own, `addons/local`. */
const deepestPart = 2;
