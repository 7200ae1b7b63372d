import { z } from 'zod';
import { AppError, isCode } from '../errors/app-error.ts';
import type { FolderContent } from '../ports/destination.ts';
import type { LineVerdict } from './rclone-run.ts';
import type { DriveCalls } from './drive-calls.ts';
import { remoteName } from './staged-config.ts';

/** `operations/list`: only the keys that are used (facts#rclone-output). */
const answerSchema = z.object({
  list: z
    .array(
      z.object({
        Name: z.string(),
        Size: z.number(),
        ID: z.string().optional(),
        IsDir: z.boolean(),
        ModTime: z.string().optional(),
      }),
    )
    // An empty folder is answered with null.
    .nullable(),
});

/**
 * What a folder of the drive holds; undefined when it does not exist. That is only believed of this call: it reports a
 * refused session as such, where others answer "not found" (facts#masked-errors).
 */
export const listFolder = async (
  calls: DriveCalls,
  path: string,
  signal: AbortSignal,
  headers?: { readonly args: readonly string[]; readonly onLine: (line: string) => LineVerdict },
): Promise<FolderContent | undefined> => {
  const input = { fs: `${remoteName}:`, remote: path, opt: { noMimeType: true } };
  try {
    const answer = answerSchema.safeParse(await calls.rc('operations/list', input, signal, headers));
    if (!answer.success) throw new AppError('rclone.failed', { reason: 'answer unreadable' });
    const entries = answer.data.list ?? [];
    const files = entries.filter((entry) => !entry.IsDir);
    return {
      files: files.map((entry) => ({
        name: entry.Name.normalize('NFC'),
        size: entry.Size,
        id: entry.ID ?? '',
        ...modified(entry.ModTime),
      })),
      folders: entries.filter((entry) => entry.IsDir).map((entry) => entry.Name.normalize('NFC')),
    };
  } catch (error) {
    if (isMissingFolder(error)) return undefined;
    if (!isCode(error, 'cloud.name-taken')) throw error;
    // It may be the folder above that is a file: then that one is named.
    const above = path.lastIndexOf('/');
    if (above > 0) await listFolder(calls, path.slice(0, above), signal);
    throw new AppError('cloud.name-taken', { path });
  }
};

/** Written in this computer's time zone, and the same moment in every other. */
const modified = (text: string | undefined): { modifiedMs?: number } => {
  const modifiedMs = Date.parse(text ?? '');
  return Number.isNaN(modifiedMs) ? {} : { modifiedMs };
};

/** rclone's exit code for "directory not found". */
const isMissingFolder = (error: unknown): boolean =>
  error instanceof AppError && isCode(error, 'cloud.not-found') && error.facts.exitCode === 3;
