import type { DesktopSetting, UserSetting } from '../../shared/user-settings.ts';

interface ChoiceWords {
  /** Fits behind "The" and before "has to be". */
  readonly name: string;
  /** Beside its control in a window. */
  readonly label?: string;
  readonly hint?: string;
}

interface SettingWords extends ChoiceWords {
  /** What it does, in one line, for a terminal. */
  readonly meaning: string;
}

/** The settings as people know them. */
export const setting = {
  retentionDays: {
    name: 'number of days to keep backups',
    meaning: 'days after which a backup in iCloud may be deleted; 0 = never',
    label: 'Keep backups for',
    hint: 'Counted from the upload. 0 keeps all of them.',
  },
  keep: {
    name: 'number of backups always kept',
    meaning: 'newest verified backups to keep regardless of age',
    label: 'Always keep the newest',
    hint: 'Regardless of age.',
  },
  lookMinutes: {
    name: 'number of minutes between two checks',
    meaning: 'minutes between two checks of Home Assistant',
    label: 'Check for new backups',
    hint: 'New backups are usually noticed at once.',
  },
  createIfOlderThanHours: {
    name: 'number of hours until a new backup is created',
    meaning: 'hours after which a new backup is created; never = Home Assistant decides',
    label: 'Create a backup in Home Assistant',
    hint: "Only useful if Home Assistant's own automatic backups are off or rare.",
  },
  requireProtected: {
    name: 'choice to upload only encrypted backups',
    meaning: 'upload only encrypted backups',
    label: 'Upload only encrypted backups',
    hint: 'Others are skipped and listed on Home.',
  },
  monthlyTest: {
    name: 'choice to test a backup each month',
    meaning: 'download one backup a month from iCloud as a restore test',
    label: 'Test one backup a month',
    hint: 'Downloads it from iCloud, checks every byte, and deletes the download. Not on battery.',
  },
  bandwidth: {
    name: 'speed limit',
    meaning: 'speed limit for iCloud: 2M (about 2 MB/s), or a timetable such as "08:00,512k 23:00,off"',
    label: 'Speed limit',
    hint: 'For transfers to and from iCloud.',
  },
  proxy: {
    name: 'proxy',
    meaning: 'proxy for iCloud; none = use HTTPS_PROXY',
    label: 'Proxy for iCloud',
    hint: 'For example http://proxy.example.org:3128. Leave empty to use the system setting.',
  },
  caFile: {
    name: 'certificate file',
    meaning: 'PEM file with more certificates to trust (CA file); none = use HA_ICLOUD_BACKUP_CA_FILE',
    label: 'Certificate to trust',
    hint: 'For a proxy or Home Assistant with your own certificates (PEM).',
  },
  stagingBudgetBytes: {
    name: 'space for backups waiting to upload',
    meaning: 'space on this computer for backups that are waiting to upload',
  },
  sensors: {
    name: 'choice to show the backups in Home Assistant',
    meaning: 'show in Home Assistant how the backups are: a device with sensors',
    label: 'Show the backups in Home Assistant',
    hint: 'Adds a device for this computer, with sensors for the newest backup, its proof, problems and more.',
  },
  alarmAfterMinutes: {
    name: 'number of minutes until the alarm',
    meaning: 'minutes without a new backup until Home Assistant sounds an alarm; never = no alarm',
    label: 'Sound an alarm after',
    hint: 'Home Assistant sounds it, even when this computer is off.',
  },
  alarmNotify: {
    name: 'list of those the alarm tells',
    meaning: 'notify services of Home Assistant that the alarm tells (see the alarm command)',
    label: 'Tell',
  },
  phoneCodeNotify: {
    name: "list of phones for Apple's code",
    meaning: "phones on which Apple's code may be renewed (see the phone-code command)",
    label: "Renew Apple's code on",
  },
  computerName: {
    name: 'name of this computer',
    meaning: "this computer's name in iCloud",
    label: 'Name',
    hint: 'Saved with the backups it uploads. Other computers show it next to them.',
  },
  adoptedComputers: {
    name: 'list of computers taken over',
    meaning: 'other computers whose old backups this one deletes',
  },
  pausedUntil: { name: 'end of the pause', meaning: 'nothing runs automatically before then' },
} satisfies Record<UserSetting, SettingWords>;

/** What windows alone offer. */
export const desktopSetting = {
  notifyProblems: {
    name: 'choice of notifications about problems',
    label: 'When I need to do something',
    hint: 'One per problem, cleared when fixed.',
  },
  notifySignIn: {
    name: 'choice of reminders to sign in',
    label: 'Before iCloud needs a code again',
    hint: 'About 9, 4 and 1 days before, and when it is due.',
  },
  notifySuccess: { name: 'choice of notifications after every backup', label: 'After every backup' },
  pauseOnBattery: {
    name: 'choice to pause on battery',
    label: 'Pause on battery',
    hint: 'Resumes when plugged in.',
  },
  checkUpdates: {
    name: 'choice to check for updates',
    label: 'Check for updates',
    hint: 'Asks GitHub once a day whether there is a newer version. Nothing is installed automatically.',
  },
} satisfies Record<DesktopSetting, ChoiceWords>;

/** What else is in the settings file, besides the rows of the table. */
export const otherFields: Readonly<Record<string, string>> = {
  url: 'address of Home Assistant',
  name: 'name of Home Assistant',
  computerId: 'id of this computer (its earlier backups will never be deleted)',
  baseFolder: 'folder in iCloud Drive',
  'tls.caFile': setting.caFile.name,
};
