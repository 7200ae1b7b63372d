/** What versions of Home Assistant can and cannot take, as numbers that can be compared (facts#home-assistant-versions). */

/** `2026.11.2` as its three numbers in one; undefined for what is no version. Betas count as the version they lead to. */
export const versionNumber = (version: string | null | undefined): number | undefined => {
  const [, year, month, patch] = /^(\d{4})\.(\d{1,2})(?:\.(\d{1,3}))?\b/.exec(version ?? '') ?? [];
  return year === undefined || month === undefined
    ? undefined
    : (Number(year) * 100 + Number(month)) * 1_000 + Number(patch ?? 0);
};

/** Whether it is that version or a newer one; false where it is not known. */
export const isSince = (version: string | null | undefined, since: string): boolean => {
  const [is, least] = [versionNumber(version), versionNumber(since)];
  return is !== undefined && least !== undefined && is >= least;
};

/** From this version on, archives are encrypted in a way that older versions cannot read. */
export const newEncryptionSince = '2026.3';

/** Versions that refuse uploads above a size (facts#uploading-to-home-assistant): from the first up to, not with, the last. */
export const uploadLimit = { from: '2026.7', until: '2026.9', bytes: 16 * 1024 * 1024 } as const;
