import { z } from 'zod';
import { entitiesSchema } from '../../src/core/report-home/device.ts';
import type { App } from '../../src/core/app.ts';
import { toldWords } from '../../src/messages/told-home.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { ensure } from './check.ts';
import { tell } from './talk.ts';

interface Door {
  readonly url: string;
  readonly token: string;
}

const statesSchema = z.array(
  z.object({ entity_id: z.string(), state: z.string(), attributes: z.record(z.string(), z.unknown()) }),
);

/** What is asked past our own code: REST. */
export const rest = async ({ url, token }: Door, method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer.headers.get('content-type')?.includes('json') ? await answer.json() : undefined;
};

export interface Seen {
  readonly entityId: string;
  readonly uniqueId: string;
  readonly disabled: boolean;
  /** Undefined: it has none. */
  readonly state: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Every sensor of every computer, by the names that the program gave them. */
export const sensorsOf = async (door: Door, deviceId?: string): Promise<Map<string, Seen>> => {
  const entities = entitiesSchema.parse(await tell(door, { type: 'config/entity_registry/list' }));
  const states = statesSchema.parse(await rest(door, 'GET', '/api/states'));
  const own = entities.filter(
    ({ platform, unique_id, device_id }) =>
      platform === 'mobile_app' &&
      /^[0-9a-f]{64}_/.test(unique_id) &&
      (deviceId === undefined || device_id === deviceId),
  );
  return new Map(
    own.map(({ entity_id: entityId, unique_id: uniqueId, disabled_by }) => {
      const found = states.find((one) => one.entity_id === entityId);
      const name = uniqueId.split('_').slice(1).join('_');
      const disabled = disabled_by !== null && disabled_by !== undefined;
      return [name, { entityId, uniqueId, disabled, state: found?.state, attributes: found?.attributes ?? {} }];
    }),
  );
};

const devicesSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string().nullable(),
    identifiers: z.array(z.array(z.string())),
    config_entries: z.array(z.string()),
  }),
);

/** The devices of this program, by the computer's id. */
export const devicesOf = async (
  door: Door,
): Promise<{ id: string; name: string; computerId: string; entryId: string }[]> => {
  const devices = devicesSchema.parse(await tell(door, { type: 'config/device_registry/list' }));
  return devices.flatMap(({ id, name, identifiers, config_entries: [entryId = ''] }) => {
    const [domain, computerId = ''] = identifiers[0] ?? [];
    return domain === 'mobile_app' && /^[0-9a-f]{16}$/.test(computerId)
      ? [{ id, name: name ?? '', computerId, entryId }]
      : [];
  });
};

/** Told, and well. */
export const told = async (app: App, signal: AbortSignal): Promise<string> => {
  const outcome = await app.tellHome(toldWords(), signal);
  if (outcome instanceof AppError) throw outcome;
  return outcome;
};

export const toldAs = async (app: App, expected: string, signal: AbortSignal): Promise<void> => {
  const outcome = await told(app, signal);
  ensure(outcome === expected, `telling ended as ${outcome} instead of ${expected}`);
};
