/** Why a part is not intact (core/archive/open/part-fault.ts). */
export const damages: Readonly<Record<string, string>> = {
  empty: 'It is empty.',
  'no-format': "It is neither compressed nor encrypted, and it isn't a TAR file.",
  length: "Its length doesn't match its own header.",
  cut: 'It stops partway through.',
  authentication: "Its bytes aren't the ones that were encrypted.",
  padding: "Its encrypted data doesn't end as it should.",
  compression: 'Its compressed data is damaged.',
  checksum: "Its checksum doesn't match.",
  tar: 'The list of files in it is damaged.',
  trailing: 'There is extra data after its end.',
};
