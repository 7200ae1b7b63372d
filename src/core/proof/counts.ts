import type { Counts } from '../../shared/proof.ts';
import type { Listed } from '../archive/open/archive-file.ts';
import type { ContentWatch } from './content.ts';
import type { RegistryName } from './registries.ts';

/** How much there is of what. */
export const countsOf = ({ files, core }: ContentWatch, { parts }: Listed): Counts => {
  const entriesOf = (name: RegistryName): number | null => {
    const verdict = core.registries.get(name);
    return verdict?.is === 'whole' ? verdict.entries : null;
  };
  return {
    parts: parts.length,
    files,
    configEntries: entriesOf('core.config_entries'),
    devices: entriesOf('core.device_registry'),
    entities: entriesOf('core.entity_registry'),
    database: core.database ?? null,
  };
};
