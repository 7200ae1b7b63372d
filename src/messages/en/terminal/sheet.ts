export const sheet = {
  summary: 'write all that is needed to get your home back on one page, to print',
  options: {
    to: 'the page to write (.html); nothing is overwritten',
    withKey: 'put the encryption key on it, so keep the page as safe as a passport',
  },
  notes: [
    'The page works without a network. Open it in a browser to print it, or to save it as a PDF.',
    'With --with-key the key comes from HA_ICLOUD_BACKUP_KEY, else from Home Assistant, else you type it. Only you can read the file then.',
  ],
  done: 'The page is written:',
  withKey: 'It has the encryption key on it. Print it, then delete the file.',
  withoutKey: "The encryption key isn't on it. Write down on it where the key is.",
};
