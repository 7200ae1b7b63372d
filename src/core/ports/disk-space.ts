/** Bytes that this user may still write on the disk that holds `folder`. */
export type FreeBytes = (folder: string) => Promise<number>;
