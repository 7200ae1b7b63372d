import { z } from 'zod';
import { AppError, isCode } from '../errors/app-error.ts';
import type { RemoteFile } from '../domain/manifest.ts';
import type { LineVerdict } from './process.ts';
import type { DriveCalls } from './drive-calls.ts';
import { remoteName } from './staged-config.ts';

/** `operations/list`: only the keys that are used (facts 9). */
const answerSchema = z.object({
  list: z
    .array(z.object({ Name: z.string(), Size: z.number(), ID: z.string().optional(), IsDir: z.boolean() }))
    // An empty folder is answered with null.
    .nullable(),
});

export interface FolderContent {
  readonly files: readonly RemoteFile[];
  readonly folders: readonly string[];
}

/**
 * What a folder of the drive holds; undefined when it does not exist. That is only believed of this call: it reports a
 * refused session as such, where others answer "not found" (facts, trap 6).
 */
export const listFolder = async (
  calls: DriveCalls,
  path: string,
  signal: AbortSignal,
  headers?: { readonly args: readonly string[]; readonly onLine: (line: string) => LineVerdict },
): Promise<FolderContent | undefined> => {
  const input = { fs: `${remoteName}:`, remote: path, opt: { noModTime: true, noMimeType: true } };
  try {
    const answer = answerSchema.safeParse(await calls.rc('operations/list', input, signal, headers));
    if (!answer.success) throw new AppError('rclone.failed', { reason: 'answer unreadable' });
    const entries = answer.data.list ?? [];
    const files = entries.filter((entry) => !entry.IsDir);
    return {
      files: files.map((entry) => ({ name: entry.Name.normalize('NFC'), size: entry.Size, id: entry.ID ?? '' })),
      folders: entries.filter((entry) => entry.IsDir).map((entry) => entry.Name.normalize('NFC')),
    };
  } catch (error) {
    if (isMissingFolder(error)) return undefined;
    throw error;
  }
};

/** rclone's exit code for "directory not found". */
const isMissingFolder = (error: unknown): boolean =>
  error instanceof AppError && isCode(error, 'icloud.not-found') && error.facts['exitCode'] === 3;
