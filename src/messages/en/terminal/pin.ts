export const pin = {
  summary: 'never delete a backup in iCloud, however old it gets',
  what: 'The ID of a backup',
  off: 'let it be deleted again when it is too old',
  notes: [
    "The mark is stored beside the backup. Your other computers respect it too, and so does this app when it's installed again.",
    'list shows it.',
  ],
  pinned: (name: string) => `${name} will never be deleted.`,
  unpinned: (name: string) => `${name} is kept as long as the others again.`,
};
