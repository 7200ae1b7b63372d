import { inside } from './inside.ts';

interface Restored {
  readonly name: string;
  readonly instance: string;
  readonly bytes: string;
}

export const restore = {
  summary: 'download a backup from iCloud and verify it',
  options: {
    id: 'as list shows it; a unique start of it, or the name of the file, works too',
    to: inside.to,
    instance: inside.instance,
    folder: inside.folder,
  },
  notes: ['Needs only an Apple Account: on an empty computer, log in and restore. Nothing is overwritten.'],
  /** Fits before "is missing". */
  what: 'The ID of a backup',
  done: ({ name, instance, bytes }: Restored) => `Saved ${name} of ${instance}, identical to the original (${bytes}):`,
  steps: 'To restore it in a new Home Assistant:',
};
