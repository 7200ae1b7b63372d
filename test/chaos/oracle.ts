import type { Status } from '../../src/shared/status.ts';
import {
  alive,
  copiesOf,
  dayMs,
  describeEntry,
  keepsAsLong,
  namesIn,
  newestIds,
  noteOf,
  wantedBy,
  wantedIn,
  type Copy,
  type HomeEntry,
  type Keeper,
  type Truth,
} from './truth.ts';

export interface Complaint {
  /** One word for the kind, to count by. */
  readonly kind: string;
  readonly text: string;
}

/** What the status says, as far as it can be untrue. */
export type Claims = Pick<Status, 'safety' | 'waiting'> & {
  readonly home: Pick<NonNullable<Status['home']>, 'seenAt'> | null;
  readonly icloud: Pick<Status['icloud'], 'seenAt'>;
  readonly newestVerified: Pick<NonNullable<Status['newestVerified']>, 'archive'> | null;
  readonly problems: readonly unknown[];
};

/** Also what the service makes of one that was written a second time. */
const isMarker = (name: string): boolean => /^instance( \d+)?\.json$/.test(name);
/** What the user deleted is in doubt for so long at least, before it counts as their word. */
const doubtMs = 2.4 * dayMs;

const complain = (kind: string, text: string): Complaint => ({ kind, text });

/** What must hold whatever the trouble was. */
export const judgeChange = (before: Truth, after: Truth): Complaint[] => [
  ...foreignTouched(after),
  ...lost(before, after),
  ...after.machines.flatMap((machine) => belowFloor(machine, before, after)),
];

const foreignTouched = ({ drive, foreign }: Truth): Complaint[] => {
  const now = new Map(drive.map((entry) => [entry.id, describeEntry(entry)]));
  return [...foreign]
    .filter(([id, was]) => now.get(id) !== was)
    .map(([id, was]) => complain('foreign-touched', `${was} is now ${now.get(id) ?? 'gone'}`));
};

const lost = (before: Truth, after: Truth): Complaint[] => {
  const [was, is] = [copiesOf(before), copiesOf(after)];
  const left = new Set(is.map(({ archive }) => archive));
  const ids = new Set(is.map(({ id }) => id));
  const isKept = promised([...was, ...is], after);
  return was
    .filter(({ archive, id }) => !left.has(archive) && !ids.has(id) && !after.removed.has(archive))
    .filter(isKept)
    .map(({ archive, id }) => complain('lost', `the only copy of ${id} is gone before its time: ${archive}`));
};

/** Whether the computer that stored a copy still promises to keep it. */
const promised = (copies: readonly Copy[], { machines, now }: Truth): ((copy: Copy) => boolean) => {
  const rules = new Map(
    machines.map(({ id, retention: { days, floor } }) => {
      const newest = newestIds(
        copies.filter(({ owner }) => owner === id),
        floor,
      );
      return [id, { limit: now - days * dayMs, newest }];
    }),
  );
  return ({ owner, made, confirmed, id }) => {
    const rule = rules.get(owner);
    return !rule || made >= rule.limit || confirmed >= rule.limit || rule.newest.has(id);
  };
};

const belowFloor = (machine: Keeper, before: Truth, after: Truth): Complaint[] => {
  const { floor } = machine.retention;
  const keepers = new Set(
    after.machines.filter((other) => keepsAsLong(other.retention, machine.retention)).map(({ id }) => id),
  );
  const count = (truth: Truth): number =>
    new Set(
      copiesOf(truth)
        .filter(({ owner }) => keepers.has(owner))
        .map(({ id }) => id),
    ).size;
  const [had, has] = [count(before), count(after)];
  return has < Math.min(floor, had) ? [complain('below-floor', `${has} verified copies, ${floor} must stay`)] : [];
};

/** What the user deleted, and nothing stands for since. */
const removedIds = ({ removed }: Truth): Map<string, number> =>
  new Map([...removed.values()].map(({ id, at }) => [id, at]));

/** What a computer's status claims, against what is true. */
export const judgeStatus = (status: Claims, machine: Keeper, truth: Truth): Complaint[] => {
  const copies = copiesOf(truth);
  const ids = new Set(copies.map(({ id }) => id));
  const seenAt = Date.parse(status.home?.seenAt ?? '');
  const cloudSeenAt = Date.parse(status.icloud.seenAt ?? '');
  const removed = removedIds(truth);
  // It cannot know yet, or may take it for the user's word by now.
  const isExcused = ({ id }: HomeEntry): boolean => {
    const at = removed.get(id);
    return at !== undefined && (cloudSeenAt <= at || truth.now - at > doubtMs);
  };
  const missing = wantedBy(machine, truth).filter(
    (entry) => Math.max(entry.made, entry.hiddenUntil) <= seenAt && !ids.has(entry.id) && !isExcused(entry),
  );
  const named = missing.map(({ id }) => id).join(', ');
  return [
    ...(status.safety === 'safe' && missing.length > 0
      ? [complain('false-everything', `"Everything is backed up", but not ${named}`)]
      : []),
    ...falseNewest(status, machine, copies, truth),
  ];
};

/** Others may delete their copies, and the user everybody's, after the last look. */
const falseNewest = ({ newestVerified, icloud }: Claims, { id }: Keeper, copies: Copy[], truth: Truth): Complaint[] => {
  if (!newestVerified) return [];
  const { archive } = newestVerified;
  const at = truth.removed.get(archive)?.at;
  const isOwn = archive.includes(`_${id.slice(0, 6)}`);
  const isUnseen = at === undefined ? !isOwn : Date.parse(icloud.seenAt ?? '') <= at;
  return isUnseen || copies.some((copy) => copy.archive === archive)
    ? []
    : [complain('false-newest', `says that ${archive} is the newest verified copy`)];
};

/** No program runs. */
export const judgeGhost = (status: Pick<Status, 'running'>): Complaint[] =>
  status.running ? [complain('ghost', `says that process ${status.running.pid} is running`)] : [];

/** A run in peace is over: nothing wanted may be missing, and where it is, nobody may be soothed. */
export const judgePeace = (status: Claims | undefined, machine: Keeper, truth: Truth): Complaint[] => {
  const ids = new Set(copiesOf(truth).map(({ id }) => id));
  const removed = removedIds(truth);
  const missing = wantedBy(machine, truth).filter(({ id }) => !ids.has(id) && !removed.has(id));
  const soothing = status?.waiting === 0 && status.problems.length === 0 && missing.length > 0;
  return [
    ...missing.map(({ id }) => complain('missing', `no copy of ${id}`)),
    ...(soothing ? [complain('false-waiting', `${missing.length} missing, none waits, no problem is told`)] : []),
  ];
};

/** Days of peace are over: everything is in order. */
export const judgeOrder = (truth: Truth): Complaint[] => {
  const copies = copiesOf(truth);
  const wanted = wantedIn(truth);
  const partners = new Set([
    ...copies.flatMap(({ archive }) => [archive, noteOf(archive)]),
    // It says for as long as Home Assistant has the backup that the user deleted it.
    ...[...truth.removed.keys()].map(noteOf),
  ]);
  const names = [...namesIn(truth)].filter(([, entry]) => !truth.foreign.has(entry.id)).map(([name]) => name);
  const left = names.filter((name) => !isMarker(name) && !partners.has(name));
  const known = new Set(['HomeAssistantBackups', truth.folder]);
  const strayed = alive(truth).filter(
    ({ id, path }) =>
      !truth.foreign.has(id) && !known.has(path) && !path.startsWith(`${truth.folder}/`) && !isSecond(path),
  );
  const folders = alive(truth).filter(({ path, type }) => type === 'folder' && known.has(path));
  const unwanted = truth.home.filter((entry) => entry.listed && !wanted.includes(entry)).map(({ id }) => id);
  const kindOf = (name: string): string =>
    unwanted.some((id) => name.endsWith('.tar') && name.includes(`_${id}_`)) ? 'leftover-unwanted' : 'leftover';
  return [
    ...wanted
      .filter(({ id }) =>
        isTwice(
          copies.filter((copy) => copy.id === id),
          truth,
        ),
      )
      .map(({ id }) => complain('twice', namesOf(copies.filter((copy) => copy.id === id)))),
    ...left.map((name) => complain(kindOf(name), name)),
    ...strayed.map(({ path }) => complain('strayed', path)),
    ...(folders.length > known.size ? [complain('second-folder', folders.map(({ path }) => path).join(', '))] : []),
  ];
};

/**
 * What rclone makes where the service leaves the folder out of a listing: a second one, under the name that the service
 * gives it. What lands there counts nowhere.
 */
const isSecond = (path: string): boolean => {
  const [base = '', folder] = path.split('/');
  return [base, folder ?? ''].some((name) => / \d+$/.test(name));
};

const namesOf = (copies: readonly Copy[]): string => copies.map(({ archive }) => archive).join(' and ');

/** One of them is enough for the computer that stored the other. */
const isTwice = (copies: readonly Copy[], { machines }: Truth): boolean => {
  const owners = copies.map(({ owner }) => machines.find(({ id }) => id === owner)?.retention);
  return owners.some((one, index) =>
    owners
      .slice(index + 1)
      .some(
        (other) => one !== undefined && other !== undefined && (keepsAsLong(one, other) || keepsAsLong(other, one)),
      ),
  );
};
