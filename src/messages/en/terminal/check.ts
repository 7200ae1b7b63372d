import { formatNumber, plural } from '../../format.ts';

interface Encryption {
  /** The version of SecureTar; empty where it is not known. */
  readonly version: string;
}

export const check = {
  summary: 'check a backup file on this computer',
  options: {
    file: 'a .tar file made by Home Assistant',
    level:
      '1 intact, 2 opens with the key, 3 readable to the last byte, 4 makes sense; default: as far as the key goes',
  },
  notes: [
    'Level 1 is the same check as before an upload: every part that the table of contents names is there, complete and in the right format.',
    'The other levels of an encrypted backup need its key: set HA_ICLOUD_BACKUP_KEY (several keys, one on each line), or add --level and type it when asked.',
    'Exits with 0 if every level that was checked is fine, 4 if something is unusual but the backup can be restored, 1 if a level failed, 3 if --level needs a key.',
  ],
  /** Fits before "is missing". */
  what: 'A FILE',
  verdicts: {
    intact: 'Good: the backup is intact.',
    opens: 'Good: the backup is intact, and the key opens it.',
    readable: 'Good: the backup is intact and can be read to the last byte.',
    sensible: 'Good: the backup is intact, can be read to the last byte and makes sense.',
    probably: 'Good, as far as this could be checked.',
    doubtful: "Good, with defects: it would be stored, but wouldn't count towards the backups that are always kept.",
    unusual: 'Good, with something unusual: it would be stored like any other backup.',
    notABackup: 'Rejected: this is not a backup.',
    notUnderstood: "Rejected: this version of the app can't read it. That doesn't mean it's damaged.",
    notRestorable: "Rejected: this can't be restored.",
    otherKey: 'Not known: the file is intact, but the key does not open it.',
    badInside: 'Not good: the file is intact, but its contents are not.',
  },
  labels: {
    reason: 'Reason',
    next: 'Next',
    file: 'File',
    id: 'ID',
    encrypted: 'Encrypted',
    sha256: 'SHA-256',
    contents: 'Contents',
    defect: 'Defect',
  },
  salvage: (command: string) => `Save what is intact: ${command}`,
  file: ({ file, bytes }: { readonly file: string; readonly bytes: string }) => `${file}  (${bytes})`,
  level: (level: number) => `Level ${formatNumber(level)}`,
  holds: (name: string) => `${name}: yes`,
  fails: ({ name, why }: { readonly name: string; readonly why: string }) => `${name}: no. ${why}`,
  unknown: ({ name, why }: { readonly name: string; readonly why: string }) => `${name}: not known. ${why}`,
  parts: (count: number) => plural(count, { one: 'part', other: 'parts' }),
  secureTar: (version: number) => `SecureTar ${formatNumber(version)}`,
  encrypted: ({ version }: Encryption) => (version === '' ? 'yes' : `yes (${version})`),
  partly: ({ version, plain }: Encryption & { readonly plain: string }) =>
    version === ''
      ? `partly; anyone with the file can read ${plain}`
      : `partly (${version}); anyone with the file can read ${plain}`,
};
