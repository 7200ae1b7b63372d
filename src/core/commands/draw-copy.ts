import { newestFirst } from '../domain/made-at.ts';
import { parseArchiveName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import type { CloudCopies, CloudCopy } from './copies-in-cloud.ts';

/**
 * One copy by lot, the newest twice as likely as each other: what would be restored first, and, over the months, all of them. Of
 * the copies of this program's own making only. Error: `restore.no-copy` where there is none.
 *
 * @param lot - from 0 to below 1
 * @param begun - name of the archive whose test was interrupted: it comes first, or half of it would have come for nothing
 */
export const drawCopy = (
  { copies, failure }: Pick<CloudCopies, 'copies' | 'failure'>,
  lot: number,
  begun?: string,
): CloudCopy => {
  const known = copies.filter(
    ({ byNewer, copy: { manifest } }) => !byNewer && parseArchiveName(manifest.archive) !== undefined,
  );
  const [newest] = newestFirst(known.map(({ copy }) => copy));
  const first = known.filter(({ copy }) => copy === newest);
  const hat = [...first, ...known];
  const drawn =
    known.find(({ copy }) => copy.manifest.archive === begun) ??
    hat[Math.min(Math.floor(lot * hat.length), hat.length - 1)];
  if (drawn) return drawn;
  throw failure ?? new AppError('restore.no-copy', { found: 0 });
};
