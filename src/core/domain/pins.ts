import type { RemoteFile } from './manifest.ts';
import { attemptOf, parsePinName } from './names.ts';

/** The user's last word on whether a copy may ever be deleted, told by the name of a note in its folder. ISO 8601. */
export interface PinNote {
  readonly pinned: boolean;
  readonly at: string;
}

/** By attempt (`attemptOf`): since when copies are pinned, as this computer saw it. */
export type Pins = Readonly<Record<string, string>>;

/** The last word on each archive in a folder, whichever computer gave it. Of two in the same second the one that keeps counts. */
const lastWords = (files: readonly RemoteFile[]): ReadonlyMap<string, PinNote> => {
  const words = new Map<string, PinNote>();
  for (const { name } of files) {
    const found = parsePinName(name);
    if (!found) continue;
    const { attempt, at, pinned } = found;
    const known = words.get(attempt);
    if (known === undefined || known.at < at || (known.at === at && pinned)) words.set(attempt, { pinned, at });
  }
  return words;
};

/**
 * Since when an archive is pinned; undefined = it is not. A note that was seen and is not listed any more is a doubt, so the
 * copy stays: only a later note ends it.
 */
export const pinnedSince = (files: readonly RemoteFile[], seen: Pins): ((archive: string) => string | undefined) => {
  const words = lastWords(files);
  return (archive) => {
    const attempt = attemptOf(archive);
    return attempt === undefined ? undefined : sinceWhen(words.get(attempt), seen[attempt]);
  };
};

const sinceWhen = (word: PinNote | undefined, seen: string | undefined): string | undefined => {
  if (word?.pinned) return word.at;
  return seen !== undefined && (word === undefined || word.at < seen) ? seen : undefined;
};

/** More than anybody pins; the newest are remembered. Those beyond are as safe as their notes. */
const atMost = 2_000;

/** What is to be remembered after a listing. */
export const pinsAfter = (seen: Pins, files: readonly RemoteFile[]): Pins => {
  const words = lastWords(files);
  const attempts = new Set([...Object.keys(seen), ...words.keys()]);
  const pins = [...attempts].flatMap((attempt) => {
    const since = sinceWhen(words.get(attempt), seen[attempt]);
    return since === undefined ? [] : [[attempt, since] as const];
  });
  return Object.fromEntries(pins.sort(newestFirst).slice(0, atMost));
};

/** Of several in one second always the same order: what is remembered only changes where something happened. */
const newestFirst = ([one, a]: readonly [string, string], [other, b]: readonly [string, string]): number =>
  Number(b > a) - Number(b < a) || Number(one > other) - Number(one < other);

/** No later moment fits into a name. */
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59);

/** When the next word on an archive is given: later than all before it, also where a clock was ahead once. Whole seconds. */
export const nextWordAt = (files: readonly RemoteFile[], seen: Pins, attempt: string, now: Date): Date => {
  const before = [lastWords(files).get(attempt)?.at, seen[attempt]].flatMap((at) =>
    at === undefined ? [] : [Date.parse(at)],
  );
  return new Date(
    Math.min(lastMs, Math.max(Math.floor(now.getTime() / 1000) * 1000, ...before.map((at) => at + 1000))),
  );
};

/** Notes on an archive that a later one replaced. */
export const spentPins = (files: readonly RemoteFile[], attempt: string): RemoteFile[] => {
  const last = lastWords(files).get(attempt);
  return files.filter(({ name }) => {
    const found = parsePinName(name);
    return found?.attempt === attempt && found.at !== last?.at;
  });
};
