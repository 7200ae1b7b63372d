import { describe, expect } from 'vitest';
import { enterCode } from './support/ways.ts';
import { it, storedArchives, type World } from './support/world.ts';

const wrongCode = ({ apple }: World): string => (apple.account.deviceCode === '111111' ? '222222' : '111111');

/** A month later: Apple's trust is over, and there is a new backup in Home Assistant. */
const aMonthLater = async (world: World): Promise<void> => {
  await world.makeReady();
  world.apple.expireTrust();
  world.apple.expireSession();
  world.apple.clearLog();
};

describe('day 30', () => {
  it('one calm prompt out of the notification, nothing lost, the waiting backups go up at once', async ({ world }) => {
    const { apple, desktop } = world;
    await aMonthLater(world);
    const app = await world.start('--hidden');
    await desktop.event('tray-added');
    const said = await desktop.event('notification', ({ title }) => title === 'iCloud needs a code');
    expect(storedArchives(apple)).toEqual([]);
    // Nobody asked for a code yet.
    expect(apple.codePushes()).toBe(0);
    const [, , first] = await desktop.labels((labels) => labels.includes('Sign in to iCloud again…'));
    expect(first).toBe('Sign in to iCloud again…');

    await desktop.clickNotification(Number(said['id']));
    const prompt = await app.window('prompt');
    await prompt.getByRole('heading', { name: 'iCloud needs a code' }).waitFor();
    expect(apple.codePushes()).toBe(0);
    await prompt.getByRole('button', { name: 'Send code to my devices' }).click();
    await enterCode(prompt, apple.account.deviceCode);
    await prompt.getByRole('heading', { name: 'Signed in to iCloud' }).waitFor({ timeout: 60_000 });
    await prompt.getByText(/Apple will ask for a code again around \w/).waitFor();
    expect(apple.codePushes()).toBe(1);

    await apple.waitFor(({ kind, done }) => kind === 'upload' && done);
    const labels = await desktop.labels(([line]) => line?.startsWith('Everything is backed up') === true);
    expect(labels[0]).toBe('Everything is backed up');
    expect(storedArchives(apple)).toHaveLength(1);
    expect(app.complaints).toEqual([]);
  });

  it('a wrong code is said in place, and the next one counts', async ({ world }) => {
    const { apple, desktop } = world;
    await aMonthLater(world);
    const app = await world.start('--hidden');
    const said = await desktop.event('notification', ({ title }) => title === 'iCloud needs a code');
    await desktop.labels((labels) => labels.includes('Sign in to iCloud again…'));
    await desktop.click('Sign in to iCloud again…');
    const prompt = await app.window('prompt');
    await prompt.getByRole('button', { name: 'Send code to my devices' }).click();
    await enterCode(prompt, wrongCode(world));
    await prompt.getByText('Incorrect code').waitFor({ timeout: 60_000 });
    await enterCode(prompt, apple.account.deviceCode);
    await prompt.getByRole('heading', { name: 'Signed in to iCloud' }).waitFor({ timeout: 60_000 });
    expect(apple.codePushes()).toBe(1);
    // What was said is taken back, for it is over.
    await desktop.event('notification-closed', ({ id }) => id === said['id']);
  });

  it('a prompt that is closed by its frame gives the sign-in up, and keeps nobody from iCloud', async ({ world }) => {
    const { desktop } = world;
    await aMonthLater(world);
    const app = await world.start('--hidden');
    await desktop.labels((labels) => labels.includes('Sign in to iCloud again…'));
    await desktop.click('Sign in to iCloud again…');
    const prompt = await app.window('prompt');
    await prompt.getByRole('button', { name: 'Send code to my devices' }).click();
    await prompt.getByLabel('Six-digit code').waitFor({ timeout: 60_000 });
    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await desktop.click('Open HA iCloud Backup…');
    await app.until(({ signIn }) => signIn.step === 'ready', 'the offer of a new sign-in');
    const { stdout } = await world.cli(['--json', 'backup']);
    expect(stdout).toContain('icloud.trust-expired');
    expect(stdout).not.toContain('sync.running');
  });

  it('closing the prompt asks Apple for nothing and breaks nothing', async ({ world }) => {
    const { apple, desktop } = world;
    await aMonthLater(world);
    const app = await world.start('--hidden');
    await desktop.labels((labels) => labels.includes('Sign in to iCloud again…'));
    await desktop.click('Sign in to iCloud again…');
    const prompt = await app.window('prompt');
    await prompt.getByRole('button', { name: 'Send code to my devices' }).waitFor();
    const closed = prompt.waitForEvent('close');
    // The window is gone before the key is up again.
    await prompt.keyboard.press('Escape').catch(() => undefined);
    await closed;
    expect(apple.codePushes()).toBe(0);
    expect(await desktop.labels((labels) => labels.includes('Sign in to iCloud again…'))).toContain(
      'Sign in to iCloud again…',
    );
  });
});

it('Advanced Data Protection: the approval is a step of its own, with a countdown', async ({ world }) => {
  const { apple, desktop } = world;
  await aMonthLater(world);
  apple.account.adp = true;
  const app = await world.start('--hidden');
  await desktop.labels((labels) => labels.includes('Sign in to iCloud again…'));
  await desktop.click('Sign in to iCloud again…');
  const prompt = await app.window('prompt');
  await prompt.getByRole('button', { name: 'Send code to my devices' }).click();
  await enterCode(prompt, apple.account.deviceCode);
  await prompt.getByRole('heading', { name: 'Approve on your iPhone' }).waitFor({ timeout: 60_000 });
  await prompt.getByText(/^4:\d\d left$/).waitFor({ timeout: 60_000 });
  apple.approveAdp();
  await prompt.getByRole('heading', { name: 'Signed in to iCloud' }).waitFor({ timeout: 60_000 });
});
