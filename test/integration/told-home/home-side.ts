import { z } from 'zod';
import { ask } from '../../simulators/home-assistant/client.ts';
import { command } from '../../simulators/home-assistant/test-support.ts';
import type { JsonObject } from '../../simulators/home-assistant/json.ts';
import type { HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';

const entitySchema = z.object({
  entity_id: z.string(),
  unique_id: z.string(),
  disabled_by: z.string().nullable(),
});
export type SeenEntity = z.infer<typeof entitySchema>;

/** What Home Assistant's own pages ask. */
export const asked = async (home: HomeAssistantSimulator, message: JsonObject): Promise<unknown> =>
  (await command(home, message))['result'];

const listed = async (home: HomeAssistantSimulator): Promise<readonly SeenEntity[]> => {
  const all = z.array(entitySchema).parse(await asked(home, { type: 'config/entity_registry/list' }));
  return all.filter(({ unique_id }) => /^[0-9a-f]{64}_/.test(unique_id));
};

/** Our sensors, as Home Assistant's registry has them, by the names that we gave them. */
export const entitiesOf = async (home: HomeAssistantSimulator): Promise<ReadonlyMap<string, SeenEntity>> =>
  new Map((await listed(home)).map((entity) => [entity.unique_id.split('_').slice(1).join('_'), entity]));

/** With it anybody could write to the sensors. */
export const webhookOf = async (home: HomeAssistantSimulator): Promise<string> =>
  (await listed(home))[0]?.unique_id.split('_')[0] ?? 'none';

const devicesSchema = z.array(z.object({ name: z.string(), config_entries: z.array(z.string()) }));

export const devicesOf = async (home: HomeAssistantSimulator): Promise<z.infer<typeof devicesSchema>> =>
  devicesSchema.parse(await asked(home, { type: 'config/device_registry/list' }));

/** As its user does it on the page of the integration. */
export const deleteDevices = async (home: HomeAssistantSimulator): Promise<void> => {
  for (const { config_entries } of await devicesOf(home)) {
    const path = `/api/config/config_entries/entry/${config_entries[0] ?? ''}`;
    await ask(home.url, 'DELETE', path, { Authorization: `Bearer ${home.token}` });
  }
};
