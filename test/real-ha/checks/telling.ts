import { ensure, ownOnly, type Check } from '../check.ts';
import { backUp, readyApp } from '../app.ts';
import { sensorIds } from '../../../src/shared/told-home.ts';
import { TestSocket } from '../../simulators/home-assistant/client.ts';
import type { App } from '../../../src/core/app.ts';
import type { TestComputer } from '../../support/app-harness.ts';
import { devicesOf, rest, sensorsOf, told, toldAs } from '../told-home.ts';
import { tell } from '../talk.ts';
import type { World } from '../world.ts';
import '../../support/in-english.ts';

const stateOf = async (world: World, name: string): Promise<string | undefined> =>
  (await sensorsOf(world)).get(name)?.state;

export const showsSensors: Check = {
  name: 'a device with sensors: told, renamed, restarted, two computers, removed',
  leftOut: ownOnly,
  run: async (world) => {
    const { own, signal } = world;
    if (!own) throw new Error('only for a Home Assistant of its own');
    const { app, computer } = await readyApp(world);
    await app.changeSettings({ sensors: true });
    await toldAs(app, 'told', signal);
    const first = await sensorsOf(world);
    ensure(
      [...first.keys()].toSorted().join() === [...sensorIds].toSorted().join(),
      `sensors: ${[...first.keys()].join()}`,
    );
    await told(app, signal);

    // What happens is an event, and changes the states.
    const bus = await TestSocket.login(world.url, world.token);
    bus.send({ id: 1, type: 'subscribe_events', event_type: 'ha_icloud_backup' });
    await bus.take(({ type }) => type === 'result');
    const report = await backUp(app, true, signal);
    ensure(
      report.backups.some(({ outcome }) => outcome === 'stored'),
      'nothing was stored',
    );
    await toldAs(app, 'told', signal);
    const event = JSON.stringify(await bus.take(({ type }) => type === 'event'));
    bus.close();
    ensure(event.includes('"completed"'), `the event was ${event}`);
    const newest = await stateOf(world, 'newest_backup');
    ensure(!Number.isNaN(Date.parse(newest ?? '')), `newest backup: ${newest}`);
    ensure((await stateOf(world, 'problem')) !== undefined, 'there is no problem sensor');

    // What the user does there stays.
    const { entityId } = first.get('newest_backup') ?? { entityId: '' };
    await tell(world, {
      type: 'config/entity_registry/update',
      entity_id: entityId,
      new_entity_id: 'sensor.renamed_by_user',
    });
    const waiting = first.get('waiting')?.entityId ?? '';
    await tell(world, { type: 'config/entity_registry/update', entity_id: waiting, disabled_by: 'user' });
    await toldAs(app, 'told', signal);
    const after = await sensorsOf(world);
    ensure(after.get('newest_backup')?.entityId === 'sensor.renamed_by_user', 'a renamed sensor was named back');
    ensure(after.get('newest_backup')?.state === newest, 'a renamed sensor was not told any more');
    ensure(after.get('waiting')?.disabled === true, 'a disabled sensor was enabled');

    // Restarts of both sides.
    await own.restart();
    await own.start();
    ensure((await stateOf(world, 'newest_backup')) === newest, 'the state is gone after a restart of Home Assistant');
    const again = await computer.start((ports) => ({ ...ports, resourcesDir: world.resourcesDir }));
    await toldAs(again, 'told', signal);
    ensure((await devicesOf(world)).length === 1, 'there is more than one device');

    // Another computer is another device.
    const other = await computer.clone({ name: 'Other Mac' });
    world.later(() => other.remove());
    const otherApp = await other.start((ports) => ({ ...ports, resourcesDir: world.resourcesDir }));
    await toldAs(otherApp, 'told', signal);
    ensure((await devicesOf(world)).length === 2, 'two computers are not two devices');

    // Nothing secret in what anybody can read.
    const states = JSON.stringify(await rest(world, 'GET', '/api/states'));
    const hook = [...after.values()][0]?.uniqueId.split('_')[0] ?? 'none';
    for (const secret of [hook, world.token]) ensure(!states.includes(secret), 'a secret is in the states');

    await heedsDeletion(world, again, computer);
    const { removed } = await otherApp.logout('ha', signal);
    ensure(removed.includes('sensors'), `logout removed ${removed.join(', ')}`);
    ensure((await devicesOf(world)).length === 0, 'a device was left behind');
    return `${sensorIds.length} sensors; renamed and disabled ones stay, both restarts, two computers, deletion heeded, none left`;
  },
};

/** Deleted there is deleted here; asked for again it comes back, and goes when it is turned off. */
const heedsDeletion = async (world: World, app: App, computer: TestComputer): Promise<void> => {
  const { own, signal } = world;
  const mine = (await devicesOf(world)).find(({ computerId }) => computerId === app.settings.current.computerId);
  await rest(world, 'DELETE', `/api/config/config_entries/entry/${mine?.entryId ?? ''}`);
  await toldAs(app, 'waiting', signal);
  await own?.restart();
  await own?.start();
  computer.clock.forward(61_000);
  await toldAs(app, 'removed-there', signal);
  ensure(!app.settings.current.sensors, 'the sensors were not turned off');
  ensure(
    (await app.status()).problems.some(({ code }) => code === 'telling.device-removed'),
    'nothing says so',
  );
  await toldAs(app, 'off', signal);
  ensure((await devicesOf(world)).length === 1, 'the deleted device was made again');

  // Asked for again, turned off, logged out.
  await app.changeSettings({ sensors: true });
  await toldAs(app, 'told', signal);
  await app.changeSettings({ sensors: false });
  await toldAs(app, 'off', signal);
};
