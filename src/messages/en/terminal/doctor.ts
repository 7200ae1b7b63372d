export const doctor = {
  summary: 'check everything a backup needs, and say what is broken first',
  options: { apple: 'also ask Apple: sign-in, folder, and a small file that is stored and deleted again' },
  notes: [
    'Changes nothing. Apple is only asked with --apple, and not while a backup is running.',
    'Exits with 0 if all is well, 4 if there are warnings, 1 if something is broken.',
  ],
  first: (title: string) => `First thing to fix: ${title}`,
  marks: { ok: 'ok', warning: 'warning', broken: 'BROKEN', 'not-asked': '-' },
};
