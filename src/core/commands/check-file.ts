import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type FileLevel } from '../../shared/ladder.ts';
import { needsUser } from '../../shared/problems/rules.ts';
import type { LevelResult } from '../../shared/proof.ts';
import type { CheckResult } from '../../shared/status.ts';
import type { ArchiveReport } from '../domain/backup.ts';
import { failureOf, highestLevel } from '../domain/verification.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { AppPorts } from '../app-ports.ts';
import type { ProofFindings } from '../ports/prover.ts';
import { newScratch, removeScratch, scratchRoot } from '../proof/scratch.ts';
import { holds, tried, untold } from '../proof/steps.ts';
import { problemOf } from '../sync/transfer.ts';
import { readError, walkFile } from './walk-file.ts';

export interface CheckInput {
  readonly file: string;
  /** Left out: as far as the keys go. */
  readonly upTo?: FileLevel;
  /** Keys of the backup, asked for once, and only where something is encrypted. */
  readonly keys: () => Promise<readonly string[]>;
  /** Called with the bytes read so far and the total, in bytes. */
  readonly onRead?: (bytes: number, of: number) => void;
}

export type CheckPorts = Pick<AppPorts, 'clock' | 'folders' | 'processes' | 'prover'>;

interface CheckNeeds {
  readonly ports: CheckPorts;
}

interface Looked {
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly is: 'file' | 'folder' | 'device';
}

/** Any level but the first may be missing; the file is untouched. A refused archive is a result, not an error. */
export const checkFile = async (
  { ports }: CheckNeeds,
  input: CheckInput,
  signal: AbortSignal,
): Promise<CheckResult> => {
  const looked = await lookAt(input.file);
  const began = ports.clock.now();
  try {
    // Reading a pipe would wait for a writer.
    if (looked.is !== 'file') throw new AppError('archive.not-archive', { is: looked.is });
    const onBytes = (read: number): void => input.onRead?.(read, looked.bytes);
    const { report, sha256 } = await walkFile(input.file, signal, onBytes);
    const intact = tried(1, holds, { began, ended: ports.clock.now() });
    const found = await proveAll(ports, input, report, looked, signal);
    return { bytes: looked.bytes, ...ofReport(report, sha256), ...together(report, intact, found, input.upTo ?? 4) };
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('archive.')) throw error;
    const problem = problemOf(ofFile(error, input.file));
    const intact = tried(1, { holds: false, problem }, { began, ended: ports.clock.now() });
    return {
      verdict: 'refused',
      bytes: looked.bytes,
      ...nothing,
      problem,
      level: 0,
      levels: [intact, ...untold('below')],
    };
  }
};

/** The next step with a file of the user's is another one than with a backup in Home Assistant. */
const ofFile = (error: AppError, file: string): AppError =>
  isCode(error, 'archive.torn', 'archive.torso')
    ? new AppError(error.code, { ...error.facts, file: basename(file) }, error.cause)
    : error;

const nothing = { sha256: null, slug: null, protected: null, secureTar: null, parts: [], defects: [], counts: null };

const proveAll = async (
  ports: CheckPorts,
  { file, upTo = 4, keys }: CheckInput,
  { secureTar }: ArchiveReport,
  { bytes, modifiedMs }: Looked,
  signal: AbortSignal,
): Promise<ProofFindings> => {
  if (upTo === 1) return { levels: untold('not-asked'), counts: null, doubts: [] };
  const scratch = newScratch(scratchRoot(ports.folders.staging), ports.processes);
  const given = secureTar === undefined ? [] : await keys();
  try {
    return await ports.prover({ file, bytes, modifiedMs, keys: given, upTo, before: null, scratch }, signal);
  } finally {
    await removeScratch(scratch);
  }
};

const ofReport = (
  report: ArchiveReport,
  sha256: string,
): Pick<CheckResult, 'sha256' | 'slug' | 'protected' | 'plainParts' | 'secureTar' | 'parts'> => ({
  sha256,
  slug: report.slug,
  protected: report.protected,
  ...(report.plainParts.length > 0 && { plainParts: [...report.plainParts] }),
  secureTar: report.secureTar ?? null,
  parts: [...report.parts],
});

/** One verdict of all levels up to the one that was asked for. */
const together = (
  report: ArchiveReport,
  intact: LevelResult,
  { levels, counts, doubts }: ProofFindings,
  asked: FileLevel,
): Pick<CheckResult, 'verdict' | 'defects' | 'problem' | 'level' | 'levels' | 'counts'> => {
  const all = [intact, ...levels];
  const upTo = all.filter(({ level }) => level <= asked);
  const problem = failureOf(upTo) ?? null;
  const defects = [...report.defects, ...doubts];
  const isUnsure = upTo.some((one) => one.problem !== null && !needsUser(one.problem.code));
  return {
    verdict: problem ? 'refused' : defects.length > 0 || isUnsure ? 'defects' : 'good',
    defects,
    problem,
    level: highestLevel(all),
    levels: all,
    counts,
  };
};

const lookAt = async (file: string): Promise<Looked> => {
  try {
    const found = await stat(file);
    if (found.isFile()) return { bytes: found.size, modifiedMs: found.mtimeMs, is: 'file' };
    return { bytes: 0, modifiedMs: 0, is: found.isDirectory() ? 'folder' : 'device' };
  } catch (error) {
    throw readError(error, file);
  }
};
