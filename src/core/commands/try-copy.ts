import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { levelName } from '../../shared/ladder.ts';
import { needsUser } from '../../shared/problems/rules.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { Activity, Problem } from '../../shared/run-report.ts';
import type { TestVerdict } from '../../shared/vocabulary.ts';
import type { Needs } from '../context.ts';
import { archiveBroughtBack } from '../domain/names.ts';
import type { Manifest } from '../domain/manifest.ts';
import { failureOf } from '../domain/verification.ts';
import { isCode, toAppError } from '../errors/app-error.ts';
import { onDisk } from '../icloud/on-disk.ts';
import { newScratch, removeScratch, scratchRoot } from '../proof/scratch.ts';
import { untold } from '../proof/steps.ts';
import { needRoom } from '../state/disk-room.ts';
import { makeFolder } from '../state/make-folder.ts';
import type { CloudCopy } from './copies-in-cloud.ts';
import { downloadCopy, type BringNeeds } from './download-copy.ts';
import { noteTried } from '../keys/key-memory.ts';
import { triesOf } from '../keys/tried-keys.ts';
import { knownKeys, type PresentKeyNeeds } from './known-keys.ts';
import { PartialFile } from './partial-file.ts';

export type TrialNeeds = Needs<'settings', 'folders' | 'freeBytes' | 'logger' | 'processes' | 'prover'> &
  BringNeeds &
  PresentKeyNeeds;

export interface Trial {
  readonly chosen: CloudCopy;
  /** Where something is encrypted and no key is known. Secret. */
  readonly moreKeys: () => Promise<readonly string[]>;
  readonly onActivity: (activity: Activity) => void;
}

/** What became of a copy that was brought back. */
export interface Found {
  readonly verdict: TestVerdict;
  /** Levels 1 to 4, of the bytes that came; none where they are other bytes. */
  readonly levels: readonly LevelResult[];
  readonly problem: Problem | undefined;
}

const trialsIn = (staging: string): string => join(staging, 'tests');

/** Name of the archive of which an interrupted trial left something. */
export const begunTrial = async (staging: string): Promise<string | undefined> => {
  const names = await readdir(trialsIn(staging)).catch(() => []);
  return names.map(archiveBroughtBack).find((archive) => archive !== undefined);
};

/**
 * Brings a copy to this disk, compares it with what went up and looks inside. Only what came before an interruption is left on the
 * disk, and the next trial of the same copy resumes there. Other bytes than those that went up are a finding. Errors: those
 * of a restore.
 */
export const tryCopy = async (context: TrialNeeds, trial: Trial, signal: AbortSignal): Promise<Found> => {
  const { manifest } = trial.chosen.copy;
  const folder = trialsIn(context.ports.folders.staging);
  const file = join(folder, manifest.archive);
  await onDisk(makeFolder(folder, 0o700));
  // Whole, and left by a trial that was killed while it looked inside; or of another copy, for one alone may take up room.
  for (const name of await onDisk(readdir(folder))) {
    const archive = archiveBroughtBack(name);
    if (archive !== undefined && (archive !== manifest.archive || name === archive))
      await onDisk(rm(join(folder, name), { recursive: true, force: true }));
  }
  try {
    await bring(context, trial, { folder, file }, signal);
    return await prove(context, trial, file, signal);
  } catch (error) {
    if (!isCode(error, 'cloud.copy-mismatch')) throw error;
    const { code, facts } = toAppError(error);
    return { verdict: 'failed', levels: [], problem: { code, facts: { ...facts } } };
  } finally {
    await onDisk(rm(file, { force: true }));
  }
};

/** To this disk, the same bytes. Error: `cloud.copy-mismatch`, and those of a restore. */
const bring = async (
  context: TrialNeeds,
  { chosen, onActivity }: Trial,
  { folder, file }: { readonly folder: string; readonly file: string },
  signal: AbortSignal,
): Promise<void> => {
  const { manifest } = chosen.copy;
  const partial = await PartialFile.find(file, manifest);
  await needRoom(context.ports.freeBytes, folder, manifest.size - partial.bytes);
  await downloadCopy({ context, chosen, partial, onActivity }, signal);
};

const prove = async (context: TrialNeeds, trial: Trial, file: string, signal: AbortSignal): Promise<Found> => {
  trial.onActivity({ phase: 'checking' });
  const { clock, prover, processes, folders, logger } = context.ports;
  const intact = { level: 1, name: levelName(1), holds: true, at: clock.now().toISOString(), ms: null, problem: null };
  const scratch = newScratch(scratchRoot(folders.staging), processes);
  try {
    const { size: bytes, sha256 } = trial.chosen.copy.manifest;
    const levelsWith = async (keys: readonly string[]): Promise<readonly LevelResult[]> => {
      const order = { file, bytes, modifiedMs: null, keys, upTo: 4, before: null, scratch } as const;
      const found = await prover(order, signal);
      await noteTried(context, sha256, triesOf(keys, found));
      return found.levels;
    };
    const levels = await withKeys(context, trial, levelsWith, signal);
    return judged([intact, ...levels]);
  } catch (error) {
    if (signal.aborted || isCode(error, 'sync.cancelled')) throw error;
    logger.warn('proof failed', { code: toAppError(error).code });
    return judged([intact, ...untold(aProblem('proof.undecided'))]);
  } finally {
    await removeScratch(scratch);
  }
};

const isEncrypted = ({ protected: all, plainParts }: Manifest): boolean => all || (plainParts?.length ?? 0) > 0;

/** Those that are known; where they do not open it, Home Assistant may have got another one since, and somebody has the one of then. */
const withKeys = async (
  context: TrialNeeds,
  { chosen, moreKeys }: Trial,
  levelsWith: (keys: readonly string[]) => Promise<readonly LevelResult[]>,
  signal: AbortSignal,
): Promise<readonly LevelResult[]> => {
  if (!isEncrypted(chosen.copy.manifest)) return await levelsWith([]);
  const known = await knownKeys(context, signal);
  if (known.length === 0) return await levelsWith(await moreKeys());
  const levels = await levelsWith(known);
  if (failureOf(levels)?.code !== 'proof.wrong-key') return levels;
  const more = await moreKeys();
  return more.length === 0 ? levels : await levelsWith([...known, ...more]);
};

/**
 * What leaves it restorable was said when it was stored, and is no failure of the way back. Nor is another key's: the bytes are those
 * that went up.
 */
const judged = (levels: readonly LevelResult[]): Found => {
  const problem = failureOf(levels);
  if (problem && needsUser(problem.code)) return { verdict: 'same-bytes', levels, problem };
  if (problem) return { verdict: 'failed', levels, problem };
  const isReadable = levels.every(({ level, holds }) => level > 3 || holds === true);
  return { verdict: isReadable ? 'came-back' : 'same-bytes', levels, problem: undefined };
};
