export const logout = {
  summary: 'remove stored sign-ins and tokens from this computer; backups in iCloud are kept',
  options: {
    apple: 'the iCloud sign-in (the default)',
    ha: 'the access token of Home Assistant, remembered encryption keys, and unfinished files',
    all: 'both, and the choice of where passwords are kept',
  },
  notes: [
    'A token that you pasted stays valid until you delete it in Home Assistant: open your profile, then the Security tab. One that was made by signing in with Home Assistant is deleted there as well.',
  ],
  chooseOne: (options: string) => `Use only one of ${options}.`,
  parts: {
    apple: 'the Apple Account and its password',
    'ha-token': 'the access token of Home Assistant',
    'own-token': 'the same token in Home Assistant itself',
    sensors: 'the device in Home Assistant',
    'backup-keys': 'the remembered encryption keys',
    config: 'the iCloud sign-in',
    staging: 'unfinished files',
    settings: 'cached information about Home Assistant and iCloud',
  },
  removed: (part: string) => `Removed: ${part}`,
  kept: (what: string) => `Kept: ${what}`,
};
