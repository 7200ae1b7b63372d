export const logout = {
  summary: 'remove from this computer what was left here; copies in iCloud stay',
  options: {
    apple: 'the sign-in to iCloud (without any option)',
    ha: 'the access token of Home Assistant and files on their way',
    all: 'both, and the choice where passwords are kept',
  },
  notes: ['The token itself stays valid in Home Assistant until you delete it there: your profile > Security.'],
  chooseOne: (options: string) => `Choose one of ${options}.`,
  parts: {
    apple: 'the Apple account and its password',
    'ha-token': 'the access token of Home Assistant',
    config: 'the sign-in to iCloud',
    staging: 'files on their way to iCloud',
    settings: 'what was remembered of both sides',
  },
  removed: (part: string) => `Removed: ${part}`,
  kept: (what: string) => `Kept: ${what}`,
};
