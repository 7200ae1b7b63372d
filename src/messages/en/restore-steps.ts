import { isSince, newEncryptionSince, uploadLimit } from '../../shared/home-versions.ts';

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

const needsKey = (backup: Pick<RestoredFile, 'protected' | 'plainParts'>): boolean =>
  backup.protected || (backup.plainParts?.length ?? 0) > 0;

const keyStep =
  'Enter the encryption key when asked. It is in the emergency kit that Home Assistant gave you; use the kit that was current for this backup.';

const waitStep = 'Wait: it can take an hour, and the page may stop responding for a while.';

const startStep =
  'Choose what to restore, start, and wait: it can take an hour, and the page may stop responding for a while.';

const installStep = ({ haVersion }: Pick<RestoredFile, 'haVersion'>): string => {
  const atLeast = haVersion === undefined ? 'a current version' : `version ${haVersion} or newer`;
  return `Install Home Assistant (${atLeast}) and open its page in a browser. Don't create an account yet.`;
};

/** The version that made it is asked for anyway; only what goes beyond that is worth a line. */
const trapsOf = (restored: Omit<RestoredFile, 'file'>): string[] => {
  const isNamed = (since: string): boolean => isSince(restored.haVersion, since);
  const needsNew = needsKey(restored) && restored.secureTar === 3 && !isNamed(newEncryptionSince);
  return [
    ...(needsNew ? ["It has to be 2026.3 or newer: older versions can't read this kind of encryption."] : []),
    ...(restored.bytes > uploadLimit.bytes && !isNamed(uploadLimit.until)
      ? [
          'If the new Home Assistant is version 2026.7 or 2026.8, update it first: these versions refuse uploads of more than 16 MB.',
        ]
      : []),
  ];
};

/** How to restore a backup in a new Home Assistant, step by step. */
export const restoreSteps = (restored: RestoredFile): string[] => {
  const isEncrypted = needsKey(restored);
  return [
    installStep(restored),
    ...trapsOf(restored),
    `On the first page, choose Restore from backup, then upload the file: ${restored.file}`,
    ...(isEncrypted ? [keyStep] : []),
    startStep,
    'If you already have an account on the new one: Settings > System > Backups > menu > Upload backup, then Restore.',
    ...phonePath,
  ];
};

/** A backup that Home Assistant already lists. */
export interface BackupInHome {
  readonly name: string;
  /** Where Home Assistant's page is. */
  readonly address: string;
  readonly protected: boolean;
  readonly plainParts?: readonly string[] | undefined;
}

/** How to restore what Home Assistant already lists. */
export const stepsInHome = (backup: BackupInHome): string[] => [
  `Open ${backup.address}, then Settings > System > Backups, and choose ${backup.name}.`,
  'Choose what to restore, then Restore. What was changed after this backup is lost, so make a backup first if in doubt.',
  ...(needsKey(backup) ? [keyStep] : []),
  waitStep,
];

/** What is left to do when Home Assistant is back. */
export const stepsAfterRestore = ({ leftOut }: { readonly leftOut: readonly string[] }): string[] => [
  ...(leftOut.length > 0
    ? [
        `This kind of installation can't restore apps and folders, so these are missing: ${leftOut.join(', ')}. They are still in the backup.`,
      ]
    : []),
  'Open its page and check that your devices and history are there.',
];

/** The same file is on every device of the account, so no computer is needed at all. */
const phonePath = [
  'On an iPhone or iPad: open the page of the new Home Assistant in Safari, choose Restore from backup, tap the upload field, then Browse > iCloud Drive, and pick the .tar file in the backup folder.',
];

const titles = {
  fresh: 'On a new Home Assistant',
  running: 'On a Home Assistant that is running',
  phone: 'From an iPhone or iPad, without a computer',
};

const uploadFirstStep = 'On the first page of Home Assistant, choose Restore from backup, then upload the file.';

const chooseStep =
  'Choose the backup, then what to restore, then Restore. What was changed after this backup is lost, so make a backup first if in doubt.';

/** One way back, with its steps in order. */
export interface WayBack {
  readonly title: string;
  readonly steps: readonly string[];
}

/** A backup that was saved to a folder: what to know first, where its key is, and the three ways from there. */
export interface RestoreGuide {
  /** What is known to go wrong with the version of this backup. */
  readonly traps: readonly string[];
  /** Null: none is needed. */
  readonly key: string | null;
  readonly ways: readonly WayBack[];
}

/** The same ways as on the sheet, for one file. */
export const restoreGuide = (restored: RestoredFile): RestoreGuide => {
  const keySteps = needsKey(restored) ? [keyStep] : [];
  const running =
    'In Home Assistant, open Settings > System > Backups > menu > Upload backup, and upload the file from this page.';
  return {
    traps: trapsOf(restored),
    key: needsKey(restored) ? keyStep : null,
    ways: [
      { title: titles.fresh, steps: [installStep(restored), uploadFirstStep, ...keySteps, startStep] },
      { title: titles.running, steps: [running, chooseStep, ...keySteps, waitStep] },
      { title: titles.phone, steps: [installStep(restored), ...phonePath, ...keySteps, startStep] },
    ],
  };
};

/** What is known of the backups as a whole: the newest one stands for them. */
export type KnownBackups = Omit<RestoredFile, 'file' | 'plainParts' | 'secureTar'> & {
  /** Where they are in iCloud Drive. */
  readonly folder: string;
};

/** The three ways to get a home back from iCloud, without this app or with it. */
export const waysBack = (backups: KnownBackups): WayBack[] => {
  const traps = trapsOf(backups);
  const keySteps = backups.protected ? [keyStep] : [];
  return [
    {
      title: titles.fresh,
      steps: [
        installStep(backups),
        ...traps,
        `On any computer, sign in to icloud.com, open Drive > ${backups.folder}, and download the .tar file of the day you want. Or install HA iCloud Backup, sign in, and choose Restore a backup.`,
        uploadFirstStep,
        ...keySteps,
        startStep,
      ],
    },
    {
      title: titles.running,
      steps: [
        ...traps,
        'Get the .tar file as above. In Home Assistant, open Settings > System > Backups > menu > Upload backup, and upload the file.',
        chooseStep,
        ...keySteps,
        waitStep,
      ],
    },
    {
      title: titles.phone,
      steps: [installStep(backups), ...traps, ...phonePath, ...keySteps, startStep],
    },
  ];
};
