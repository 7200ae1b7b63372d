import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAppleSimulator, type AppleSimulator } from '../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { allTexts, DesktopApp, emptyComputer, type EmptyComputer } from './support/desktop-app.ts';
import { DesktopHost } from './support/desktop-host.ts';
import { setUp } from './support/ways.ts';

let apple: AppleSimulator;
let home: HomeAssistantSimulator;
let computer: EmptyComputer;
let host: DesktopHost;
let app: DesktopApp | undefined;

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

beforeEach(async () => {
  host = await DesktopHost.start();
  apple = await startAppleSimulator();
  home = await startHomeAssistantSimulator({
    name: 'Beach House',
    encryptionKeySet: true,
    payloadBytes: 2_000_000,
    automatic: { recurrence: 'daily', copies: 7 },
  });
  await home.addBackup({ date: daysAgo(1), kind: 'automatic', protected: true });
  computer = await emptyComputer(apple);
});

afterEach(async () => {
  await app?.quit();
  app = undefined;
  await host.stop();
  await home.stop();
  await apple.stop();
  await computer.remove();
});

describe('from an empty computer to the first backup', () => {
  it('takes at most eight inputs, and the copies are in iCloud byte for byte', async () => {
    app = await DesktopApp.start(computer);
    const inputs = await setUp(app, home, apple);
    expect(inputs).toBeLessThanOrEqual(8);

    const stored = apple.files('HomeAssistantBackups').filter((file) => file.path.endsWith('.tar'));
    const { id } = home.backups()[0] ?? { id: '' };
    const bytes = await home.archive(id);
    expect(stored.map((file) => file.sha256)).toContain(bytes.sha256);
    expect(apple.codePushes()).toBe(1);

    const page = await app.window('index');
    await page.getByRole('heading', { name: 'Everything is backed up' }).waitFor();
    const labels = await host.labels(([first]) => first?.startsWith('Backed up') === true);
    expect(labels[0]).toMatch(/^Backed up .*, verified$/);
    expect(app.complaints).toEqual([]);

    // The keychain holds the secrets: nothing on the disk does, in no form that a search would find.
    const state = JSON.stringify(await app.state());
    for (const secret of [home.token, apple.account.password, apple.account.deviceCode]) {
      expect(state).not.toContain(secret);
      const found = (await allTexts(computer.folder)).filter(({ text }) => text.includes(secret));
      expect(found.map(({ path }) => path)).toEqual([]);
    }
  });
});
