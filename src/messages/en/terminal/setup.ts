import { plural } from '../../format.ts';

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

export const setup = {
  summary: 'connect to Home Assistant and say what was found',
  options: {
    url: 'of Home Assistant: homeassistant.local, an IP address, https://…',
    folder: 'in iCloud Drive (HomeAssistantBackups)',
    retentionDays: 'copies older than this may go; 0 = never (14)',
    keep: 'newest verified copies that stay whatever their age (3)',
    folderChange: 'when copies are in another folder: move, anew, or renamed (you renamed it)',
    caFile: 'certificate of a private authority that signed for Home Assistant',
    acceptCertificate: 'trust this one certificate (SHA-256)',
    allowUnencrypted: 'allow plain http to exactly this address, such as http://192.168.1.20:8123',
  },
  notes: [
    'The long-lived access token of an administrator is asked for, or taken from HA_ICLOUD_BACKUP_TOKEN. To get one, open your profile in Home Assistant > Security > Long-lived access tokens. It is never taken from the command line.',
    'Passwords and tokens are kept in the keychain of this computer, or come from the environment where HA_ICLOUD_BACKUP_CONFIG_KEY is set. Which of the two, the first set-up decides for good.',
    'Ends with 4 when there is something in Home Assistant that you should look at.',
  ],
  noToken: (variable: string) => `Without a terminal the token comes from ${variable}, which is not set.`,
  noFingerprint: (option: string) => `${option} has to be a SHA-256 fingerprint: 64 hexadecimal digits.`,
  next: (command: string) => `Next: ${command}`,
  whereTokensAre: 'Home Assistant: your profile > Security > Long-lived access tokens > Create token.',
  token: 'Access token (not shown):',
  copiesSoFar: 'What shall happen with the copies so far?',
  allowHttp: (url: string) => `Allow plain http to ${url} on this network?`,
  certificate: ({ subject, issuer, validTo }: Certificate) =>
    `The certificate is for ${subject}, issued by ${issuer}, valid until ${validTo}.`,
  unknownName: 'an unknown name',
  unknownIssuer: 'nobody known',
  unknownDay: 'an unknown day',
  trust: 'Trust exactly this certificate from now on?',
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
    backups: 'Backups there now',
    folder: 'Folder in iCloud',
    needs: 'Needs in iCloud',
    secrets: 'Passwords are kept',
  },
  folderToCome: (folder: string) => `${folder}, and in it one that the first backup names`,
  about: (bytes: string) => `about ${bytes}`,
  notTold: 'this version does not tell',
  rhythm: { never: 'only when asked for', daily: 'every day', custom_days: 'on chosen days' },
  off: 'off',
  on: 'on',
  andNext: ({ rhythm, next }: { readonly rhythm: string; readonly next: string }) => `${rhythm}, next ${next}`,
  copies: (count: number) => plural(count, { one: 'copy', other: 'copies' }),
  days: (count: number) => plural(count, { one: 'day', other: 'days' }),
  or: ({ copies, days }: { readonly copies: string; readonly days: string }) => `${copies} or ${days}`,
  keepsAll: 'all of them',
};
