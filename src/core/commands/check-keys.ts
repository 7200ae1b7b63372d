import type { KeyCheck, KeyOrigin } from '../../shared/keys.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Needs } from '../context.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { keyMarks, noteTried } from '../keys/key-memory.ts';
import type { KeyMarks } from '../keys/key-marks.ts';
import { changedSince, notesBy, opensBackup, type KeyNotes, type Tried } from '../keys/key-notes.ts';
import { changeRemembered, isRemembered, withKeys } from '../keys/remembered-keys.ts';
import { tryOnAll, tryOnFirst } from '../keys/try-keys.ts';
import { encryptedCopies, openingOf } from '../keys/what-opens.ts';
import { problemOf } from '../sync/transfer.ts';
import { patienceMs } from '../state/run-lock.ts';
import { distantArchive, type CloudNeeds } from './cloud-archive.ts';
import { copiesInCloud, type CloudCopy, type CloudSearchInput } from './copies-in-cloud.ts';
import { keysByPlace, type KnownKeys, type PresentKeyNeeds } from './known-keys.ts';
import type { InsideListener } from './opened-archive.ts';
import { underRunLock } from './under-run-lock.ts';

export type CheckKeysNeeds = Needs<'chooseSecretStore'> & CloudNeeds & PresentKeyNeeds;

export interface CheckKeysInput extends Pick<CloudSearchInput, 'baseFolder'> {
  /** None: those that are known are checked. Secret. */
  readonly given: readonly string[];
  /** Those of the given that open something, or could not be tried on anything, are kept for restoring. */
  readonly remember: boolean;
}

/** So many of the newest copies are looked at: each costs a few seconds. */
const maxCopies = 30;

interface Candidate {
  readonly key: string;
  readonly from: KeyOrigin;
}

/**
 * Tries keys on the copies in iCloud, of which only the first bytes of their parts come down: on all parts of the newest, and on one
 * of each other that is not known to be opened or not. Nothing but facts is told of the keys. Errors: `keys.*`, `secrets.*`,
 * `sync.*`; why iCloud could not be asked is in the answer.
 */
export const checkKeys = async (
  context: CheckKeysNeeds,
  { given, remember, baseFolder }: CheckKeysInput,
  onActivity: InsideListener['onActivity'],
  signal: AbortSignal,
): Promise<KeyCheck> => {
  await context.settings.load();
  for (const key of given) context.ports.backupKeys.onLearned(key);
  onActivity({ phase: 'connecting' });
  const known = await keysByPlace(context, signal);
  const candidates = candidatesOf(given, known);
  if (candidates.length === 0) throw new AppError('keys.none-known');
  const wish = { waitMs: patienceMs.restore, onWaiting: () => onActivity({ phase: 'waiting' }) };
  return await underRunLock(context, wish, signal, async (until) => {
    const trial = new Trial(context, candidates, await marksIfAny(context));
    const where = baseFolder === undefined ? {} : { baseFolder };
    onActivity({ phase: 'listing' });
    const problem = await trial.run(where, onActivity, until);
    const useful = given.filter((key) => trial.isUseful(key));
    const held =
      remember && useful.length > 0
        ? await changeRemembered(context, (before) => withKeys(before, useful, context.ports.clock.now()))
        : known.remembered;
    await noteShown(context, given, known.present);
    return await trial.answer(known.present, (key) => isRemembered(held, key), problem);
  });
};

const candidatesOf = (
  given: readonly string[],
  { present, remembered, given: fromEnvironment }: KnownKeys,
): Candidate[] => {
  if (given.length > 0) return given.map((key) => ({ key, from: 'given' }));
  const all: Candidate[] = [
    ...(present === undefined ? [] : [{ key: present, from: 'present' as const }]),
    ...remembered.map(({ key }) => ({ key, from: 'remembered' as const })),
    ...fromEnvironment.map((key) => ({ key, from: 'given' as const })),
  ];
  return all.filter(({ key }, index) => all.findIndex((one) => one.key === key) === index);
};

const marksIfAny = async (context: CheckKeysNeeds): Promise<KeyMarks | undefined> =>
  await keyMarks(context).catch(() => undefined);

/** Where the present key is shown, its kit is at hand: there is nothing to remind of. */
const noteShown = async (
  context: CheckKeysNeeds,
  given: readonly string[],
  present: string | undefined,
): Promise<void> => {
  const marks = await marksIfAny(context);
  if (!marks || present === undefined) return;
  const mark = marks.of(present);
  if (given.some((key) => marks.of(key) === mark))
    await context.keyNotes.update((notes) => ({ ...notesBy(notes, marks), shown: mark }));
};

/** Keys on copies: what was told before, and what is tried now. */
class Trial {
  readonly #context: CheckKeysNeeds;
  readonly #candidates: readonly Candidate[];
  readonly #marks: KeyMarks | undefined;
  readonly #told = new Map<string, boolean>();
  #copies: readonly StoredBackup[] = [];

  constructor(context: CheckKeysNeeds, candidates: readonly Candidate[], marks: KeyMarks | undefined) {
    this.#context = context;
    this.#candidates = candidates;
    this.#marks = marks;
  }

  /** Gives what kept it from its end. */
  async run(
    where: CloudSearchInput,
    onActivity: InsideListener['onActivity'],
    signal: AbortSignal,
  ): Promise<Problem | null> {
    try {
      const found = await this.#find(where, signal);
      onActivity({ phase: 'checking' });
      for (const [index, copy] of found.entries()) await this.#tryOn(copy, index === 0, signal);
      return null;
    } catch (error) {
      if (!(error instanceof AppError) || isCode(error, 'sync.cancelled')) throw error;
      return problemOf(error);
    }
  }

  /** It opens something, or there was nothing to try it on. */
  isUseful(key: string): boolean {
    const told = this.#copies.map((copy) => this.#opens(key, copy));
    return told.includes(true) || !told.includes(false);
  }

  async answer(
    present: string | undefined,
    isHeld: (key: string) => boolean,
    problem: Problem | null,
  ): Promise<KeyCheck> {
    const notes = await this.#notes();
    const [newest] = this.#copies;
    return {
      copies: this.#copies.length,
      changedSince: (notes && changedSince(notes)) ?? null,
      newest: newest ? { name: newest.manifest.name, date: newest.manifest.date } : null,
      keys: this.#candidates.map(({ key, from }) => ({
        from,
        isPresent: present === undefined ? null : isRemembered([{ key: present, at: '' }], key),
        remembered: isHeld(key),
        ...openingOf(this.#copies, (copy) => this.#opens(key, copy)),
      })),
      problem,
    };
  }

  async #find(where: CloudSearchInput, signal: AbortSignal): Promise<readonly CloudCopy[]> {
    const { copies, failure } = await copiesInCloud(this.#context, where, signal);
    const own = this.#context.settings.current.instances[0]?.instanceId ?? null;
    const ours = copies.filter(({ copy }) => own === null || copy.manifest.instanceId === own);
    const byName = new Map(ours.map((one) => [one.copy.manifest.archive, one]));
    this.#copies = encryptedCopies(ours.map(({ copy }) => copy));
    if (this.#copies.length === 0 && failure) throw failure;
    return this.#copies.slice(0, maxCopies).flatMap(({ manifest }) => byName.get(manifest.archive) ?? []);
  }

  async #tryOn(chosen: CloudCopy, isNewest: boolean, signal: AbortSignal): Promise<void> {
    const { manifest } = chosen.copy;
    const notes = await this.#notes();
    for (const { key } of isNewest ? [] : this.#candidates) {
      const before = notes && this.#marks && opensBackup(notes, this.#marks.of(key), manifest.sha256);
      if (before !== undefined) this.#take(manifest.sha256, [{ key, opens: before }]);
    }
    const keys = this.#candidates.map(({ key }) => key).filter((key) => this.#opens(key, chosen.copy) === undefined);
    if (keys.length === 0) return;
    const bytes = distantArchive(this.#context, chosen, () => undefined, signal);
    try {
      const tries = await (isNewest ? tryOnAll : tryOnFirst)(bytes, keys, signal);
      this.#take(manifest.sha256, tries);
      await noteTried(this.#context, manifest.sha256, tries);
    } finally {
      await bytes.close();
    }
  }

  #take(sha256: string, tries: readonly Tried[]): void {
    for (const { key, opens } of tries) this.#told.set(`${sha256} ${key}`, opens);
  }

  #opens(key: string, { manifest }: StoredBackup): boolean | undefined {
    return this.#told.get(`${manifest.sha256} ${key}`);
  }

  async #notes(): Promise<KeyNotes | undefined> {
    return this.#marks && notesBy(await this.#context.keyNotes.read(), this.#marks);
  }
}
