interface Connection {
  readonly url: string;
  readonly how: string;
}

export const settings = {
  summary: 'show all settings, or change one',
  options: { confirm: 'after a damaged settings file: everything is as it should be now' },
  notes: [
    '"none" clears a value. A change applies from the next check, also to a watch that is running.',
    'To change the folder in iCloud Drive use setup --folder, which also moves the backups.',
    'adopted-computers takes names or IDs with commas between them: "Old Mac, 1a2b3c" (the first digits after the last _ in the file names).',
  ],
  columns: { name: 'NAME', value: 'VALUE', meaning: 'MEANING' },
  /** Fits behind the name of a setting. */
  yesOrNo: 'has to be yes or no',
  unknown: (names: string) => `Unknown setting. The settings are: ${names}.`,
  connection: ({ url, how }: Connection) => `Connection to ${url}: ${how}.`,
};
