import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ensure, failureOf, ownOnly, type Check } from '../check.ts';
import { backUp, readyApp } from '../app.ts';
import { alarmId } from '../../../src/core/report-home/alarm.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import { rest, sensorsOf, toldAs } from '../told-home.ts';
import { tell } from '../talk.ts';
import { waitUntil } from '../wait-until.ts';
import '../../support/in-english.ts';

const noticesSchema = z.array(
  z.object({ notification_id: z.string(), message: z.string(), title: z.string().nullable() }),
);

/** Home Assistant looks once a minute. */
const ageMs = 4 * 60_000;

export const soundsAlarm: Check = {
  name: 'an alarm in Home Assistant: fires, survives a restart, clears, is removed',
  leftOut: ownOnly,
  run: async (world) => {
    const { signal } = world;
    const extra = join(world.folder, 'extra.yaml');
    await writeFile(extra, 'automation: !include automations.yaml\n');
    const home = await world.another([]);
    // As every installation has it; without the file Home Assistant would not start.
    await home.stop();
    await writeFile(join(home.facts.configDir, 'automations.yaml'), '[]\n');
    await home.start(['--extra-config', extra]);
    const there = { ...world, ...home.facts };
    const { app, computer } = await readyApp({ ...there, own: home });
    const id = alarmId(app.settings.current.computerId);
    const notices = async () => noticesSchema.parse(await tell(there, { type: 'persistent_notification/get' }));
    const rings = async (): Promise<boolean> => (await notices()).some(({ notification_id }) => notification_id === id);

    const wrong = await failureOf(app.setAlarm({ afterMinutes: 1, notify: ['nobody'] }, signal));
    ensure(wrong.code === 'settings.invalid', `a service that is not there: ${wrong.code}`);
    // A backup has to be made and told within that time, also on a busy computer.
    await app.setAlarm({ afterMinutes: ageMs / 60_000, notify: ['notify.persistent_notification'] }, signal);
    await toldAs(app, 'told', signal);
    ensure((await app.status()).telling.alarm === 'on', `the alarm is ${(await app.status()).telling.alarm}`);
    await app.testAlarm(toldWords().alarm.test, signal);
    ensure(
      (await notices()).some(({ notification_id }) => notification_id === `${id}_test`),
      'no test came',
    );

    // No backup at all: after the age, and again after a restart.
    await sleep(ageMs, undefined, { signal });
    await waitUntil(rings, 'the alarm', signal);
    const said = (await notices()).find(({ notification_id }) => notification_id === id)?.message ?? '';
    await home.restart();
    await home.start();
    ensure(
      Object.hasOwn(asObject(await rest(there, 'GET', `/api/config/automation/config/${id}`)), 'alias'),
      'it is gone',
    );
    await sleep(ageMs, undefined, { signal });
    await waitUntil(rings, 'the alarm after the restart', signal);

    // A user's change stays; a sensor that is renamed is followed.
    const entityId = (await sensorsOf(there)).get('newest_backup')?.entityId ?? '';
    const own = asObject(await rest(there, 'GET', `/api/config/automation/config/${id}`));
    await rest(there, 'POST', `/api/config/automation/config/${id}`, { ...own, alias: 'Mine' });
    await tell(there, { type: 'config/entity_registry/update', entity_id: entityId, new_entity_id: 'sensor.renamed' });
    await backUp(app, true, signal);
    await toldAs(app, 'told', signal);
    const changed = asObject(await rest(there, 'GET', `/api/config/automation/config/${id}`));
    ensure(changed['alias'] === 'Mine', `the user's name was lost: ${String(changed['alias'])}`);
    ensure(!JSON.stringify(changed).includes(`${entityId}'`), 'the renamed sensor is not followed');
    await waitUntil(async () => !(await rings()), 'the end of the alarm', signal);

    // Deleted there: not made again.
    await rest(there, 'DELETE', `/api/config/automation/config/${id}`);
    await toldAs(app, 'told', signal);
    // One answer decides nothing.
    computer.clock.forward(61_000);
    await toldAs(app, 'told', signal);
    ensure((await app.status()).telling.alarm === 'off', 'it was made again');
    await app.setAlarm({ afterMinutes: 60, notify: ['persistent_notification'] }, signal);
    await toldAs(app, 'told', signal);
    await app.setAlarm(null, signal);
    await toldAs(app, 'told', signal);
    const left = asObject(await rest(there, 'GET', `/api/config/automation/config/${id}`));
    ensure(!Object.hasOwn(left, 'alias'), 'the automation was left behind');
    ensure(
      computer.logger.lines.every(({ event }) => event !== 'home not told'),
      'telling failed in between',
    );
    return `said: ${said}`;
  },
};

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

export const givesTextByHand: Check = {
  name: 'an alarm where automations are in files alone: the text to copy',
  leftOut: ownOnly,
  run: async (world) => {
    const { signal } = world;
    const { app } = await readyApp(world);
    await app.setAlarm({ afterMinutes: 4320, notify: ['persistent_notification'] }, signal);
    await toldAs(app, 'told', signal);
    const { alarm } = (await app.status()).telling;
    ensure(alarm === 'by-hand', `the alarm is ${alarm}`);
    const text = (await app.alarmText(toldWords().alarm.of)) ?? '';
    ensure(text.startsWith('- id: "ha_icloud_backup_'), `the text begins ${text.slice(0, 40)}`);
    const id = alarmId(app.settings.current.computerId);
    const left = asObject(await rest(world, 'GET', `/api/config/automation/config/${id}`));
    ensure(!Object.hasOwn(left, 'alias'), 'it was left in a file that nobody reads');
    await app.logout('ha', signal);
    return `${text.split('\n').length} lines`;
  },
};
