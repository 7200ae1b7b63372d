import { plural } from '../../format.ts';
import { inside } from './inside.ts';

interface Taken {
  readonly path: string;
  readonly bytes: string;
}

export const extract = {
  summary: 'take one file or folder out of a backup',
  options: {
    what: inside.what,
    path: 'as contents shows it; the name of a part takes everything in it',
    to: inside.to,
    instance: inside.instance,
    folder: inside.folder,
  },
  notes: [
    'Nothing is overwritten, and nothing appears before all checksums of the part have been compared.',
    inside.key,
    'Of a backup in iCloud, only the part with the file is downloaded.',
    'Links, devices and names that point outside the folder are left out and listed. The exit code is 4 then.',
  ],
  whatAndPath: 'FILE|ID and PATH are required.',
  file: ({ path, bytes }: Taken) => `Extracted ${path} (${bytes}):`,
  folder: ({ path, bytes, files }: Taken & { readonly files: number }) =>
    `Extracted ${path}, ${plural(files, { one: 'file', other: 'files' })} (${bytes}):`,
  leftOut: 'Left out:',
  omitted: ({ path, why }: { readonly path: string; readonly why: string }) => `${path}: ${why}`,
  renamed: "Renamed, because the name isn't allowed or means something else on this computer:",
  isNow: ({ path, as }: { readonly path: string; readonly as: string }) => `${path} is now ${as}`,
  proofs: {
    encryption: 'The encryption proves that these are the bytes that were backed up.',
    checksum: 'The checksum of the part matches.',
    none: 'The part has no checksum.',
  },
};
