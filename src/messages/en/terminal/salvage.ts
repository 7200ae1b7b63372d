import type { Salvaged } from '../../../shared/salvage.ts';
import { plural } from '../../format.ts';

export const salvage = {
  summary: 'save what is intact of a damaged backup to a new file',
  options: {
    file: 'a damaged or incomplete backup file on this computer; it is not changed',
    to: 'folder for the new file, NAME-salvaged.tar; created if needed',
    id: 'the ID of the backup, if neither the file nor its name contains it; default: a new one',
    haVersion: 'the version of Home Assistant that made it, if nothing in the file says so',
  },
  notes: [
    'The new file contains every intact part, and its table of contents names only those. Home Assistant can restore it.',
    'With the key every part is read to its last byte: set HA_ICLOUD_BACKUP_KEY (several keys, one on each line), or type it when asked. Without it, only the length of an encrypted part is checked.',
    'Exits with 0 if all parts were saved and proven, 4 if something is lost or not proven, 1 if nothing is intact.',
  ],
  /** Fits before "is missing". */
  what: 'A FILE',
  saved: ({ parts, bytes }: { readonly parts: number; readonly bytes: string }) =>
    `Saved ${plural(parts, { one: 'part', other: 'parts' })} (${bytes}):`,
  labels: { id: 'ID', contents: 'Contents', saved: 'Saved', lost: 'Lost', unknown: 'Unknown' },
  /** Where the table of contents comes from. */
  contents: {
    kept: 'unchanged',
    reduced: 'without what is lost',
    made: 'the old one is lost; this one was made from the parts and the name of the file',
  } satisfies Record<Salvaged['contents'], string>,
  part: ({ name, bytes, proof }: { readonly name: string; readonly bytes: string; readonly proof: string }) =>
    `${name} (${bytes}): ${proof}`,
  proofs: {
    content: 'intact, every checksum matches',
    structure: 'has the right length, not proven',
  } satisfies Record<Salvaged['parts'][number]['proof'], string>,
  lost: ({ name, cause }: { readonly name: string; readonly cause: string }) => `${name}: ${cause}`,
  causes: {
    damaged: 'damaged',
    missing: 'not in the file',
  } satisfies Record<Salvaged['lost'][number]['cause'], string>,
  versionOf: (app: string) => `the version of ${app}`,
};
