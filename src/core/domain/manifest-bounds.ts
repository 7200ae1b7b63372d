import type { Proof } from '../../shared/proof.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Defect } from './backup.ts';
import { noteLimit, type Manifest } from './manifest.ts';

/** Characters of a text that is for people. Far beyond every name that can be shown. */
const longestText = 200;
/** Bytes of JSON that each of the three lists may take: together with the texts they stay below `noteLimit`. */
const longestList = noteLimit / 4;
/** What indentation, quotes and commas add to an entry. */
const perEntry = 64;

/**
 * The manifest with its texts and lists cut to what every program reads; `leftOut` counts what went. Names, apps, folders and
 * defects come from Home Assistant and from archives, and none of them may keep a backup from being stored. Ids, the
 * archive's name and dates stay as they are.
 */
export const withinBounds = (manifest: Manifest): Manifest => {
  const lists = {
    addons: fitting(manifest.addons.map(cutText)),
    folders: fitting(manifest.folders.map(cutText)),
    defects: fittingDefects(manifest.defects.map(({ kind, part }): Defect => ({ kind, part: cutText(part) }))),
  };
  const leftOut = { ...manifest.leftOut };
  for (const name of ['addons', 'folders', 'defects'] as const) {
    const count = manifest[name].length - lists[name].length;
    if (count > 0) leftOut[name] = (leftOut[name] ?? 0) + count;
  }
  const { instanceName, computerName, name, haVersion, appVersion } = manifest;
  const bounded = {
    ...manifest,
    instanceName: cutText(instanceName),
    computerName: cutText(computerName),
    name: cutText(name),
    haVersion: haVersion === null ? null : cutText(haVersion),
    appVersion: cutText(appVersion),
    ...lists,
    ...(manifest.proof && { proof: boundedProof(manifest.proof) }),
  };
  return Object.keys(leftOut).length === 0 ? bounded : { ...bounded, leftOut };
};

const mostDoubts = 50;

const boundedProof = ({ levels, doubts, ...rest }: Proof): Proof => ({
  ...rest,
  levels: levels.map((one) => ({ ...one, problem: one.problem && withShortFacts(one.problem) })),
  doubts: doubts.slice(0, mostDoubts).map(({ kind, part }) => ({ kind, part: cutText(part) })),
});

const withShortFacts = ({ code, facts }: Problem): Problem => ({
  code,
  facts: Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? cutText(fact) : fact]),
  ),
});

export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** By characters as people count them, so that none is cut in two. */
export const cutText = (text: string): string => {
  if (text.length <= longestText) return text;
  const kept = Array.from(text.slice(0, 2 * longestText))
    .slice(0, longestText - 1)
    .join('');
  return `${kept}…`;
};

const fitting = <T>(entries: readonly T[]): T[] => {
  let left = longestList;
  const beyond = entries.findIndex((entry) => (left -= Buffer.byteLength(JSON.stringify(entry)) + perEntry) < 0);
  return beyond === -1 ? [...entries] : entries.slice(0, beyond);
};

/** Whether a copy can be relied on depends on the kinds of its defects: of each kind one is kept. */
const fittingDefects = (defects: readonly Defect[]): Defect[] => {
  const whole = fitting(defects);
  if (whole.length === defects.length) return whole;
  const kinds = [...new Set(defects.map(({ kind }) => kind))];
  const firsts = new Set(kinds.flatMap((kind) => defects.find((defect) => defect.kind === kind) ?? []));
  return fitting([...firsts, ...defects.filter((defect) => !firsts.has(defect))]);
};
