/** What the account has besides a page of its own for what is stored. */
export const iCloudPlaces = ['apple-account'] as const;
