import type { ListedDevice, ListedEntity } from '../report-home/device.ts';
import type { Users } from './rules.ts';

interface Person {
  readonly user_id: string | null;
  readonly device_trackers: readonly string[];
}

/** As Home Assistant makes the name of a service of the name of a device. */
const serviceOf = (name: string): string =>
  `mobile_app_${name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')}`;

/**
 * Pure: whose phones these are. Home Assistant does not say it outright: the tracker of a phone is among those of its user's person.
 * Undefined where that cannot be told of each of them.
 */
export const usersOf = (
  services: readonly string[],
  devices: readonly ListedDevice[],
  entities: readonly ListedEntity[],
  persons: readonly Person[],
): Users => {
  const found = services.map((service) => {
    const device = devices.find(({ name }) => name !== null && name !== undefined && serviceOf(name) === service);
    const [, id] = device?.identifiers.find(([domain]) => domain === 'mobile_app') ?? [];
    const tracker = entities.find(
      ({ device_id, platform, unique_id }) => platform === 'mobile_app' && device_id === device?.id && unique_id === id,
    );
    return persons.find(({ device_trackers }) => device_trackers.includes(tracker?.entity_id ?? ''))?.user_id;
  });
  const users = found.filter((user) => typeof user === 'string');
  return users.length === services.length && users.length > 0 ? new Set(users) : undefined;
};
