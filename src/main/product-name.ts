/** A name, the same in every language: the system's keys for secrets go by it. */
export const productName = 'HA iCloud Backup';
