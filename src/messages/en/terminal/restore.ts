interface Restored {
  readonly name: string;
  readonly instance: string;
  readonly bytes: string;
}

export const restore = {
  summary: 'bring a backup from iCloud to this computer and compare it',
  options: {
    id: 'as list shows it, the name of the archive, or a beginning that only one has',
    to: 'folder on this computer; made if it is not there',
    instance: 'where several Home Assistants have a backup with this ID',
    folder: 'where the backups are in iCloud Drive; without it they are searched for',
  },
  notes: ['Needs an Apple account alone: on an empty computer, log in and restore. Nothing is overwritten.'],
  /** Fits before "is missing". */
  what: 'The ID of a backup',
  done: ({ name, instance, bytes }: Restored) =>
    `${name} of ${instance} is back and equals what was stored (${bytes}):`,
  steps: 'Into a new Home Assistant:',
};
