import { expect, test } from 'vitest';
import { devicesSchema, entitiesSchema, findDevice } from '../../../src/core/report-home/device.ts';

const hook = 'ab'.repeat(32);

const device = (id: string, identifier: string, more: object = {}) => ({
  id,
  name: 'iCloud Backup on Mac',
  name_by_user: null,
  identifiers: [['mobile_app', identifier]],
  config_entries: ['entry'],
  ...more,
});

const entity = (deviceId: string, uniqueId: string, more: object = {}) => ({
  entity_id: `sensor.${uniqueId.split('_').slice(1).join('_')}`,
  platform: 'mobile_app',
  unique_id: uniqueId,
  device_id: deviceId,
  disabled_by: null,
  ...more,
});

const find = (devices: unknown[], entities: unknown[]) =>
  findDevice(devicesSchema.parse(devices), entitiesSchema.parse(entities), 'mine');

test('ours is found by its identifier, with its webhook, renamed and disabled sensors, and the tracker', () => {
  const found = find(
    [device('d1', 'another'), device('d2', 'mine', { name_by_user: 'My Mac' })],
    [
      entity('d1', `${'cd'.repeat(32)}_problem`),
      entity('d2', `${hook}_newest_backup`, { entity_id: 'sensor.renamed' }),
      entity('d2', `${hook}_problem`, { disabled_by: 'user' }),
      entity('d2', 'mine', { entity_id: 'device_tracker.mac' }),
      entity('d2', `${hook}_of_a_newer_program`),
    ],
  );
  expect(found).toMatchObject({
    id: 'd2',
    name: 'My Mac',
    givenName: 'iCloud Backup on Mac',
    entryId: 'entry',
    webhookId: hook,
  });
  expect([...(found?.sensors ?? [])]).toEqual([
    ['newest_backup', { entityId: 'sensor.renamed', isDisabled: false }],
    ['problem', { entityId: 'sensor.problem', isDisabled: true }],
  ]);
  expect(found?.tracker?.entityId).toBe('device_tracker.mac');
});

test('another integration with the same id is not ours, and entries that cannot be read cost themselves alone', () => {
  const odd = [null, 7, { id: 'x' }, device('d', 'mine', { identifiers: [['zha', 'mine']] })];
  expect(find(odd, [null, {}])).toBeUndefined();
});

test('a device whose sensors were all deleted has no webhook that is known', () => {
  expect(find([device('d', 'mine')], [])).toMatchObject({ id: 'd', webhookId: undefined });
});
