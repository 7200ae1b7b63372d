/** Follows the next step of whatever interrupted a restore. */
export const restoreKept = (bytes: string): string =>
  `${bytes} of the backup is already on this computer: restore it to the same folder again to continue from there.`;

/** What is known about the file that was restored. */
export interface RestoredFile {
  /** Path or name of the file on this computer. */
  readonly file: string;
  readonly bytes: number;
  readonly protected: boolean;
  /** Parts that are not encrypted although others are; those others need the key as well. */
  readonly plainParts?: readonly string[] | undefined;
  /** SecureTar version where the file was read; undefined = not known or not encrypted. */
  readonly secureTar?: 1 | 2 | 3;
  /** Version of the Home Assistant that made the backup. */
  readonly haVersion?: string | undefined;
}

/** Uploads above this were refused by 2026.7 and 2026.8 (facts#uploading-to-home-assistant). */
const refusedAboveBytes = 16 * 1024 * 1024;
const acceptedSince = 202609;

/** `2026.11.2` as a number that can be compared; undefined for what is no version. */
const yearAndMonth = (version: string | undefined): number | undefined => {
  const [, year, month] = /^(\d{4})\.(\d{1,2})\b/.exec(version ?? '') ?? [];
  return year === undefined || month === undefined ? undefined : Number(year) * 100 + Number(month);
};

/** From this version on, archives are encrypted in a way that older versions cannot read (facts#home-assistant-versions). */
const v3Since = 202603;

/** How to restore a backup in a new Home Assistant, step by step. */
export const restoreSteps = (restored: RestoredFile): string[] => {
  const made = yearAndMonth(restored.haVersion);
  // The version that made it is asked for anyway; only what goes beyond that is worth a line.
  const isNamed = (since: number): boolean => made !== undefined && made >= since;
  const needsKey = restored.protected || (restored.plainParts?.length ?? 0) > 0;
  const needsNew = needsKey && restored.secureTar === 3 && !isNamed(v3Since);
  const atLeast = restored.haVersion === undefined ? 'a current version' : `version ${restored.haVersion} or newer`;
  return [
    `Install Home Assistant (${atLeast}) and open its page in a browser. Don't create an account yet.`,
    ...(needsNew ? ["It has to be 2026.3 or newer: older versions can't read this kind of encryption."] : []),
    ...(restored.bytes > refusedAboveBytes && !isNamed(acceptedSince)
      ? [
          'If the new Home Assistant is version 2026.7 or 2026.8, update it first: these versions refuse uploads of more than 16 MB.',
        ]
      : []),
    `On the first page, choose Restore from backup, then upload the file: ${restored.file}`,
    ...(needsKey
      ? [
          'Enter the encryption key when asked. It is in the emergency kit that Home Assistant gave you; use the kit that was current for this backup.',
        ]
      : []),
    'Choose what to restore, start, and wait: it can take an hour, and the page may stop responding for a while.',
    'If you already have an account on the new one: Settings > System > Backups > menu > Upload backup, then Restore.',
    ...phonePath,
  ];
};

/** The same file is on every device of the account, so no computer is needed at all. */
const phonePath = [
  'On an iPhone or iPad: open the page of the new Home Assistant in Safari, choose Restore from backup, tap the upload field, then Browse > iCloud Drive, and pick the .tar file in the backup folder.',
];
