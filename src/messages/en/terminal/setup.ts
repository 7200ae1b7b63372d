import { formatNumber, plural } from '../../format.ts';

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly validTo: string;
}

interface Found {
  readonly name: string;
  /** Of Home Assistant, with the kind of its installation. */
  readonly version: string;
  readonly url: string;
}

interface Scheduled {
  readonly apps: boolean;
  /** How many it will keep; null: that stays as it is. */
  readonly keeps: number | null;
}

export const setup = {
  summary: 'connect to Home Assistant and report what was found',
  options: {
    url: 'address of Home Assistant: homeassistant.local, an IP address, https://…',
    folder: 'folder in iCloud Drive (default: HomeAssistantBackups)',
    retentionDays: 'days to keep backups; 0 = forever (default: 14)',
    keep: 'newest verified backups to keep regardless of age (default: 3)',
    folderChange: 'if the backups are in another folder: move them, start over, or you renamed the folder',
    caFile: "certificate file, if an authority of your own signed Home Assistant's certificate",
    acceptCertificate: 'trust only this certificate (SHA-256)',
    allowUnencrypted: 'allow plain http to exactly this address, for example http://192.168.1.20:8123',
  },
  notes: [
    "Type the long-lived access token of an administrator when asked, or set HA_ICLOUD_BACKUP_TOKEN. To create one, open your profile in Home Assistant > Security > Long-lived access tokens. It can't be given on the command line.",
    'Passwords and tokens are kept in the keychain of this computer, or come from the environment if HA_ICLOUD_BACKUP_CONFIG_KEY is set. This is decided once, at the first set-up.',
    'On a terminal, it offers to set what is missing in the backup settings of Home Assistant: a schedule, encryption, enough copies. Nothing is changed without a yes.',
    'Exits with 4 if something in Home Assistant needs your attention.',
  ],
  offers: {
    schedule: ({ apps, keeps }: Scheduled) =>
      [
        `Home Assistant makes no automatic backups. Have it make one every day${apps ? ', with all its apps' : ''}`,
        ...(keeps === null ? [] : [`and keep the last ${formatNumber(keeps)}`]),
      ].join(' ') + '?',
    encryption: "Home Assistant doesn't encrypt its backups. Have it make a key and encrypt them from now on?",
    retention: ({ from, to }: { readonly from: string; readonly to: string }) =>
      `Home Assistant keeps only ${from}. Have it keep ${to}?`,
    done: 'Home Assistant is set.',
    kit: (url: string) =>
      `Save the emergency kit now: without the key in it, nobody can open the backups. Home Assistant has it at ${url} under Encryption key.`,
  },
  noToken: (variable: string) => `Without a terminal the token comes from ${variable}, which isn't set.`,
  noFingerprint: (option: string) => `${option} has to be a SHA-256 fingerprint: 64 hexadecimal digits.`,
  next: (command: string) => `Next: ${command}`,
  whereTokensAre: 'In Home Assistant: your profile > Security > Long-lived access tokens > Create token.',
  token: 'Access token (not shown):',
  existingBackups: 'What should happen to the existing backups?',
  allowHttp: (url: string) => `Allow plain http to ${url} on this network?`,
  certificate: ({ subject, issuer, validTo }: Certificate) =>
    `The certificate is for ${subject}, issued by ${issuer}, valid until ${validTo}.`,
  unknownName: 'an unknown name',
  unknownIssuer: 'an unknown authority',
  unknownDay: 'an unknown day',
  trust: 'Trust this certificate, and only this one, from now on?',
  installed: {
    os: (version: string) => `${version}, Home Assistant OS`,
    supervised: (version: string) => `${version}, Supervised`,
    container: (version: string) => `${version}, Container`,
    core: (version: string) => `${version}, Core`,
    unknown: (version: string) => version,
  },
  found: ({ name, version, url }: Found) => `Found ${name} (Home Assistant ${version}) at ${url}`,
  labels: {
    connection: 'Connection',
    automatic: 'Automatic backups',
    keeps: 'Home Assistant keeps',
    encryption: 'Encryption',
    backups: 'Existing backups',
    folder: 'Folder in iCloud',
    needs: 'Needs in iCloud',
    secrets: 'Passwords are kept',
  },
  folderToCome: (folder: string) => `a folder in ${folder}, named when the first backup is uploaded`,
  about: (bytes: string) => `about ${bytes}`,
  notReported: 'not reported by this version',
  rhythm: { never: 'only when you ask for one', daily: 'every day', custom_days: 'on chosen days' },
  off: 'off',
  on: 'on',
  andNext: ({ rhythm, next }: { readonly rhythm: string; readonly next: string }) => `${rhythm}, next ${next}`,
  backups: (count: number) => plural(count, { one: 'backup', other: 'backups' }),
  days: (count: number) => plural(count, { one: 'day', other: 'days' }),
  backupsOrDays: ({ backups, days }: { readonly backups: string; readonly days: string }) => `${backups} or ${days}`,
  keepsAll: 'all of them',
};
