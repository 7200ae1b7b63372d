/** The page that stays after a backup was saved to a folder. */
export const restored = {
  title: 'Last restore',
  back: 'All backups',
  none: 'No backup was saved to this computer yet',
  noneHint: 'Choose one under Restore and save it to a folder. This page then leads on from there.',
  copyPath: 'Copy the path',
  first: 'Know this first',
  ways: 'From here into Home Assistant',
  key: 'Where the encryption key is',
  damaged: "If Home Assistant can't read the file",
};
