import type { CheckVerdict } from '../../../shared/check-verdict.ts';
import { plural } from '../../format.ts';

export { defects } from '../plan.ts';
export { doubts } from '../doubts.ts';

/** A backup file on this computer: what is found out about it, and what can be done with it. */
export const file = {
  /** Until something is known of it. */
  none: 'No file was checked',
  waiting: 'It is checked as soon as what is under way has ended.',
  cancelled: 'The check was stopped before its end.',
  check: 'Check',
  again: 'Check again',
  other: 'Check another file…',
  verdicts: {
    intact: 'This backup is intact',
    opens: 'This backup is intact, and the key opens it',
    readable: 'This backup is intact and can be read to the last byte',
    sensible: 'This backup is good: read to the last byte, and it makes sense',
    probably: 'This backup is good, as far as it could be checked',
    doubtful: 'This backup can be restored, but something about it is wrong',
    unusual: 'This backup is good, with something unusual',
    notABackup: 'This is not a backup',
    notUnderstood: "This version of the app can't read this file",
    notRestorable: "This backup can't be restored as it is",
    badInside: 'The file is intact, but what is in it is not',
    otherKey: 'This backup is intact, but no known key opens it',
  } satisfies Record<CheckVerdict, string>,
  mayBeFine: 'That does not mean that it is damaged.',
  defect: (what: string, part: string): string => `${what}: ${part}`,
  facts: {
    encryption: 'Encryption',
    encrypted: 'Encrypted',
    partly: (parts: readonly string[]): string => `Partly: anyone with the file can read ${parts.join(', ')}`,
    open: 'Not encrypted',
    contents: 'Contents',
    parts: (count: number): string => plural(count, { one: 'part', other: 'parts' }),
  },
  key: {
    label: 'Encryption key of this backup',
    lead: 'None of the keys that this app knows opens it. With its own key it can be checked to the last byte.',
    check: 'Check with this key',
  },
  inside: {
    lead: 'Shows the parts of this backup, and the files in them. Nothing is uploaded.',
    files: (size: string): string => `Show files (${size})`,
    filesOf: (size: string, part: string): string => `Show files (${size}) of ${part}`,
  },
};
