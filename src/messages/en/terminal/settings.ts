interface Connection {
  readonly url: string;
  readonly how: string;
}

export const settings = {
  summary: 'show all settings, or change one',
  options: { confirm: 'after a damaged settings file: everything is as it should be now' },
  notes: [
    '"none" takes a value away. A change holds from the next look on, also for a watch that runs.',
    'The folder in iCloud Drive is changed by setup --folder, which also moves the copies.',
    'adopted-computers takes names or ids, with commas between them: "Old Mac, 1a2b3c" (the first digits behind the last _ in the names of the files).',
  ],
  columns: { name: 'NAME', value: 'VALUE', meaning: 'MEANING' },
  unknown: (names: string) => `There is no such setting. There are: ${names}.`,
  connection: ({ url, how }: Connection) => `Connection to ${url}: ${how}.`,
};
