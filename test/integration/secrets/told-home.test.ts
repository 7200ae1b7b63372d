import { join } from 'node:path';
import { expect } from 'vitest';
import { alarmId } from '../../../src/core/report-home/alarm.ts';
import { Phone } from '../../support/a-phone.ts';
import type { Place } from '../../support/secret-search.ts';
import { zoneAtNoon } from '../../support/zone-at-noon.ts';
import { asked, webhookOf } from '../told-home/home-side.ts';
import { secretsSuite, type Row, type Scene } from './stage.ts';

/*
 * A computer whose Home Assistant is told how the backups are, has an alarm for it and a phone for Apple's code; and the doctor, who
 * is told everything by everybody.
 */

const ownEvent = 'ha_icloud_backup';
const computerId = async ({ server }: Scene): Promise<string> => {
  const text = (await server.files()).get(join(server.dataDir, 'settings.json')) ?? '';
  return (JSON.parse(text) as { computerId: string }).computerId;
};

/** Sensors and the alarm are on, and a first backup was told; from then on the webhook is a secret, too. */
const told = async (scene: Scene, more: object = {}): Promise<void> => {
  await scene.editSettings(() => ({
    sensors: true,
    alarm: { afterMinutes: 4320, notify: ['persistent_notification'] },
    ...more,
  }));
  await scene.home.addBackup({ protected: true });
  expect((await scene.server.run(['backup'])).code).toBe(0);
  scene.alsoSecret.set('webhook', await webhookOf(scene.home));
};

/** What anybody in Home Assistant may read, and what was sent to phones. */
const atHome = async (scene: Scene): Promise<readonly Place[]> => {
  const { home } = scene;
  const own = home.events().filter(({ event_type }) => event_type === ownEvent);
  return [
    ['states', JSON.stringify(await asked(home, { type: 'get_states' }))],
    ['events', JSON.stringify(own)],
    ['the automation', JSON.stringify(home.automation(alarmId(await computerId(scene))) ?? 'none')],
    ['services that were called', JSON.stringify([home.calls(), home.notices()])],
  ];
};

/** Everything that Apple knows is said back with each list. */
const appleEchoes = ({ apple, echo }: Scene): void =>
  apple.fault({ path: 'retrieveItemDetails', status: 500, body: echo, times: Infinity });

let phone: Phone;
let heard = '';

const rows: readonly Row[] = [
  {
    what: 'a backup that failed, in states, events and the alarm',
    code: 'cloud.failed',
    make: async (scene) => {
      await told(scene);
      await scene.home.addBackup({ protected: true });
      appleEchoes(scene);
    },
    alsoIn: atHome,
    after: async (scene) => {
      const [states, events, automation] = (await atHome(scene)).map(([, text]) => String(text));
      expect(states).toContain('"code":"cloud.failed"');
      expect(events).toContain('"failed_reason":"cloud.failed"');
      expect(automation).toContain('persistent_notification.create');
    },
  },
  {
    what: 'a service that names the webhook in what it holds against a message',
    code: 'telling.notify-failed',
    args: ['alarm', '--test'],
    make: async (scene) => {
      await told(scene);
      const message = `No phone for webhook ${await webhookOf(scene.home)}`;
      scene.home.fault({ kind: 'command-error', command: 'call_service', code: 'home_assistant_error', message });
    },
    alsoIn: atHome,
    withoutRclone: true,
  },
  {
    what: 'the doctor, whom Apple tells everything',
    code: 'cloud.failed',
    args: ['doctor', '--apple'],
    make: appleEchoes,
  },
  {
    what: 'the doctor, whom Home Assistant tells its secrets',
    code: 'ha.protocol',
    args: ['doctor'],
    make: ({ home }) => {
      const message = `not with ${home.token}`;
      home.fault({ kind: 'command-error', command: 'backup/info', code: 'invalid_format', message });
    },
    withoutRclone: true,
  },
  {
    what: "Apple's code from a phone: a wrong one, the right one, and a failure that is told there",
    code: 'cloud.failed',
    make: async (scene) => {
      const { apple, home, server } = scene;
      phone = await Phone.register(home, 'My iPhone');
      await told(scene, { phoneCode: { notify: [phone.service] } });
      await home.addBackup({ protected: true });
      apple.expireTrust();
      apple.expireSession();
      const atNight = await server.run(['backup', '--json']);
      expect(atNight.stdout).toContain('icloud.trust-expired');
      server.env['TZ'] = zoneAtNoon();
      const watching = server.start(['watch', '--json']);
      const ended = watching.then(({ stdout, stderr }) => `${stdout}${stderr}`);
      await phone.press(await phone.next(), 'Renew now');
      await phone.press(await phone.next(), 'Enter code', '000000');
      await phone.press(await phone.next(), 'Enter code', apple.account.deviceCode);
      await phone.next(({ message }) => message.startsWith('Done'));
      watching.kill('SIGINT');
      heard = `${phone.heard}${await ended}`;
      phone.close();
      await home.addBackup({ protected: true });
      appleEchoes(scene);
    },
    alsoIn: async (scene) => [...(await atHome(scene)), ['the phone and the terminal', heard]],
    after: () => {
      expect(heard).toContain('Apple is showing a code');
      return Promise.resolve();
    },
  },
];

secretsSuite('no secret is anywhere after something was told to Home Assistant, a phone or the doctor', 'ready', rows);
