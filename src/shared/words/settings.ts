import type { UserSetting } from '../user-settings.ts';

interface SettingWords {
  /** Fits behind "The" and before "has to be". */
  readonly name: string;
  /** What it does, in one line. */
  readonly meaning: string;
}

/** The settings as people know them. */
export const settingWords = {
  retentionDays: {
    name: 'number of days to keep copies',
    meaning: 'days after which a copy in iCloud may go; 0 = never',
  },
  keep: { name: 'number of copies always kept', meaning: 'newest verified copies that stay whatever their age' },
  lookMinutes: {
    name: 'number of minutes between two looks',
    meaning: 'minutes between two looks at Home Assistant',
  },
  createIfOlderThanHours: {
    name: 'number of hours until a new backup is asked for',
    meaning: 'hours after which Home Assistant is asked for a new backup; never = it decides itself',
  },
  requireProtected: { name: 'choice of encrypted backups only', meaning: 'store encrypted backups only' },
  bandwidth: {
    name: 'speed limit',
    meaning: 'speed limit for iCloud: 2M (about 2 MB/s), or a timetable such as "08:00,512k 23:00,off"',
  },
  proxy: { name: 'proxy', meaning: 'way to iCloud through a proxy; none = what HTTPS_PROXY says' },
  caFile: {
    name: 'certificate file',
    meaning: 'PEM file of further authorities to trust (CA file); none = what HA_ICLOUD_BACKUP_CA_FILE says',
  },
  stagingBudgetBytes: {
    name: 'space for backups on their way',
    meaning: 'space on this computer for backups that wait for their upload',
  },
  computerName: { name: 'name of this computer', meaning: 'how this computer is called in iCloud' },
  adoptedComputers: {
    name: 'list of adopted computers',
    meaning: 'other computers whose copies this one deletes when they are old',
  },
  pausedUntil: { name: 'end of the pause', meaning: 'nothing runs by itself before then' },
} as const satisfies Record<UserSetting, SettingWords>;

/** The other names that facts use: paths in the file of the settings. */
const more: Readonly<Record<string, string>> = {
  url: 'address of Home Assistant',
  name: 'name of Home Assistant',
  baseFolder: 'folder in iCloud Drive',
  'tls.caFile': settingWords.caFile.name,
  'retention.days': settingWords.retentionDays.name,
  'retention.floor': settingWords.keep.name,
  'schedule.lookMinutes': settingWords.lookMinutes.name,
  'schedule.createIfOlderThanHours': settingWords.createIfOlderThanHours.name,
};

const isSetting = (field: string): field is UserSetting => Object.hasOwn(settingWords, field);

/** What a person reads for a field of the settings: `instances.0.url` is the address. */
export const settingName = (field: string): string => {
  const plain = field.replace(/^instances\.\d+\./, '');
  return isSetting(plain) ? settingWords[plain].name : (more[plain] ?? plain);
};
