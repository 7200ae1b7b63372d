interface Share {
  readonly part: string;
  readonly all: string;
}

/** What the commands say that open a backup. */
export const inside = {
  what: 'a backup file on this computer, or the ID of a backup in iCloud as list shows it',
  instance: 'if several Home Assistants have a backup with this ID',
  folder: 'the folder in iCloud Drive with the backups; default: search for it',
  to: 'folder on this computer; created if needed',
  kit: "Home Assistant's emergency kit, or a text file with the key",
  key: 'An encrypted backup is opened with the key that Home Assistant has now, or one that is remembered. For any other, add --kit, set HA_ICLOUD_BACKUP_KEY (several keys, one on each line), or type it when asked.',
  willFetch: ({ part, all }: Share) => `${part} of ${all} will be downloaded.`,
  fetched: ({ part, all }: Share) =>
    `${part} of ${all} were downloaded, so the backup couldn't be compared as a whole with what was uploaded.`,
};
