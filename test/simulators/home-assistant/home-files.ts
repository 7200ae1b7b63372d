import { ofBuffer } from './byte-source.ts';
import { sampleDatabase } from './sample-database.ts';
import type { InnerFile } from './tar.ts';

/** As a new Home Assistant has it. */
export const configuration = `# Loads default set of integrations.
default_config:

automation: !include automations.yaml
`;

const id = (number: number): string => number.toString(16).padStart(32, '0');

/** `.storage`, by name: what Home Assistant does not start with its things without. */
const registries = {
  'core.config': {
    version: 1,
    minor_version: 4,
    data: { latitude: 52.3731339, longitude: 4.8903147, location_name: 'Home', time_zone: 'UTC', country: 'NL' },
  },
  'core.config_entries': {
    version: 1,
    minor_version: 5,
    data: {
      entries: ['sun', 'backup'].map((domain, index) => ({ entry_id: id(index), domain, title: domain, version: 1 })),
    },
  },
  'core.device_registry': {
    version: 1,
    minor_version: 11,
    data: { devices: [{ id: id(10), config_entries: [id(0)], name: 'Sun' }], deleted_devices: [] },
  },
  'core.entity_registry': {
    version: 1,
    minor_version: 18,
    data: {
      entities: ['sensor.sun_next_dawn', 'sensor.sun_next_dusk'].map((entity_id) => ({ entity_id, platform: 'sun' })),
      deleted_entities: [],
    },
  },
} as const;

const fixed: readonly InnerFile[] = [
  { name: 'data/configuration.yaml', content: ofBuffer(Buffer.from(configuration)) },
  ...Object.entries(registries).map(([key, registry]) => ({
    name: `data/.storage/${key}`,
    content: ofBuffer(Buffer.from(JSON.stringify({ key, ...registry }))),
  })),
];

/**
 * What a Home Assistant that is small, but starts, has in its configuration folder. It all fits, with a tar around it, into
 * the 10240 bytes that Python pads a tar to.
 *
 * @param newestState - seconds since 1970, undefined: without a database
 */
export function homeFiles(newestState: number | undefined): readonly InnerFile[] {
  if (newestState === undefined) return fixed;
  const database = { name: 'data/home-assistant_v2.db', content: ofBuffer(sampleDatabase(newestState)) };
  return [...fixed, database];
}
