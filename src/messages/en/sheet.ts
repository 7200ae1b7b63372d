/** The break-glass sheet: one page for the day when everything else is gone. */
export const sheet = {
  title: (home: string) => `How to get ${home} back`,
  anyHome: 'Home Assistant',
  intro: 'Backups of Home Assistant are in iCloud Drive. With this page anyone you trust can bring them back.',
  labels: {
    account: 'Apple Account',
    folder: 'Folder in iCloud Drive',
    home: 'Home Assistant',
    computers: 'Stored by',
    newest: 'Newest backup',
    key: 'Encryption key',
  },
  notSignedIn: 'not signed in on this computer',
  newest: ({ date, bytes, version }: { readonly date: string; readonly bytes: string; readonly version: string }) =>
    `${date}, ${bytes}, made by Home Assistant ${version}`,
  unknownVersion: 'of an unknown version',
  none: 'none was seen yet',
  keyElsewhere:
    'Not on this page. It is in the emergency kit that Home Assistant gave you. Write down where you keep it:',
  keepSafe: 'Anyone who has this page and a backup can read everything in it. Keep it where you keep your passport.',
  noKeyNeeded: 'The newest backup is not encrypted. Older ones may need the key in the emergency kit.',
  deleted: 'A deleted backup can be recovered for about 30 days: icloud.com > Drive > Recently Deleted.',
  asOf: (date: string) => `As of ${date}`,
} as const;
