interface Tested {
  readonly name: string;
  readonly bytes: string;
  readonly level: string;
}

export const test = {
  summary: 'download a backup from iCloud as a test and check every byte of it',
  notes: [
    'The download is deleted afterwards. If it is interrupted, the next test of the same backup continues where it stopped.',
    "An encrypted backup is opened with Home Assistant's current key, the keys in HA_ICLOUD_BACKUP_KEY (one on each line), or one that you type.",
    'The result is stored beside the backup, so your other computers see it too.',
    "Exits with 0 if the backup came back and makes sense, 4 if it came back identical but couldn't be opened without a key, 1 if it can't be restored.",
  ],
  'came-back': ({ name, bytes }: Tested) =>
    `Passed: ${name} came back from iCloud identical (${bytes}), can be read to the last byte and makes sense.`,
  'same-bytes': ({ name, bytes }: Tested) =>
    `Identical: ${name} came back from iCloud as it was uploaded (${bytes}). Its contents couldn't be checked.`,
  failed: ({ name }: Tested) => `Failed: ${name} can't be restored from iCloud.`,
};
