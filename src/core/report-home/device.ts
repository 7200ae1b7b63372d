import { z } from 'zod';
import { sensorIds, type SensorId } from '../../shared/told-home.ts';

/*
 * Our device as Home Assistant's registries list it. Nothing of it has to be remembered: the id of the webhook (a secret: with it
 * anybody could write to the sensors) is the beginning of each sensor's unique id (facts#telling-home-assistant).
 */

const mobileApp = 'mobile_app';

/** `config/device_registry/list`; entries that cannot be read are none of ours. */
export const devicesSchema = z.array(z.unknown()).transform((all) =>
  all.flatMap((one) => {
    const read = deviceSchema.safeParse(one).data;
    return read ? [read] : [];
  }),
);
const deviceSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  name_by_user: z.string().nullish(),
  identifiers: z.array(z.array(z.string())),
  config_entries: z.array(z.string()),
});

/** `config/entity_registry/list`. */
export const entitiesSchema = z.array(z.unknown()).transform((all) =>
  all.flatMap((one) => {
    const read = entitySchema.safeParse(one).data;
    return read ? [read] : [];
  }),
);
const entitySchema = z.object({
  entity_id: z.string(),
  platform: z.string(),
  unique_id: z.string(),
  device_id: z.string().nullish(),
  disabled_by: z.string().nullish(),
});

export type ListedDevice = z.infer<typeof deviceSchema>;
export type ListedEntity = z.infer<typeof entitySchema>;

/** A sensor as it is called there now. */
export interface OwnEntity {
  readonly entityId: string;
  readonly isDisabled: boolean;
}

export interface OwnDevice {
  readonly id: string;
  /** As its user named it, or as we did. */
  readonly name: string;
  /** As we named it last. */
  readonly givenName: string;
  readonly entryId: string | undefined;
  /** Secret. Undefined: it has no sensor of ours. */
  readonly webhookId: string | undefined;
  readonly sensors: ReadonlyMap<SensorId, OwnEntity>;
  /** The tracker that Home Assistant makes for every device of this kind. */
  readonly tracker: OwnEntity | undefined;
}

/** Pure. Undefined: there is no such device. */
export const findDevice = (
  devices: readonly ListedDevice[],
  entities: readonly ListedEntity[],
  deviceId: string,
): OwnDevice | undefined => {
  const device = devices.find(({ identifiers }) =>
    identifiers.some(([domain, id]) => domain === mobileApp && id === deviceId),
  );
  if (!device) return undefined;
  const own = entities.filter(({ platform, device_id }) => platform === mobileApp && device_id === device.id);
  const sensors = new Map<SensorId, OwnEntity>();
  let webhookId: string | undefined;
  for (const entity of own) {
    const [, hook, name] = /^([0-9a-f]{32,128})_(.+)$/.exec(entity.unique_id) ?? [];
    const id = sensorIds.find((one) => one === name);
    if (id === undefined) continue;
    webhookId ??= hook;
    sensors.set(id, entityOf(entity));
  }
  const tracker = own.find(({ unique_id }) => unique_id === deviceId);
  return {
    id: device.id,
    name: device.name_by_user ?? device.name ?? '',
    givenName: device.name ?? '',
    entryId: device.config_entries[0],
    webhookId,
    sensors,
    tracker: tracker && entityOf(tracker),
  };
};

const entityOf = ({ entity_id, disabled_by }: ListedEntity): OwnEntity => ({
  entityId: entity_id,
  isDisabled: disabled_by !== null && disabled_by !== undefined,
});
