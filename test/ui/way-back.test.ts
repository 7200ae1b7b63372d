import { describe, expect, it } from 'vitest';
import { detailsAnswers, detailsState, openedDetails } from './states/details.ts';
import { keepsLast, lastRestore, restoreAnswers, restoreState } from './states/restore.ts';
import { useBrowser } from './support/browser.ts';
import { notSetUp, problem, safeState, stateWith } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import type { WindowOptions } from './support/window.ts';

const open = useBrowser();
const looks: readonly (readonly [string, Partial<WindowOptions>])[] = [
  ['light', { scheme: 'light' }],
  ['dark', { scheme: 'dark' }],
  ['narrow', { size: { width: 420, height: 800 } }],
];
const details = async (options: Partial<WindowOptions> = {}) => {
  const window = await open({ state: detailsState, answers: detailsAnswers, ...options });
  return { ...window, dialog: await openedDetails(window.page) };
};

describe('the contents of a backup', () => {
  it.each(looks)(
    'are read when asked for, one part at a time, and one file is taken out: %s',
    async (name, options) => {
      const { dialog, calls, shoot, expectClean } = await details(options);
      await dialog.getByRole('button', { name: 'Look inside' }).click();
      await dialog.getByText('Mosquitto broker').waitFor();
      await shoot(`details-parts-${name}`);
      await expectClean();
      await dialog.getByRole('button', { name: 'Show files (downloads 980 MB) of Home Assistant' }).click();
      await dialog.getByRole('textbox', { name: 'Search in Home Assistant' }).fill('AUTOM');
      await dialog.getByText('1 of 1 shown').waitFor();
      await dialog.getByRole('button', { name: 'Save to a folder… homeassistant/automations.yaml' }).click();
      await dialog.getByText('/home/maria/automations.yaml').waitFor();
      await shoot(`details-taken-${name}`);
      await expectClean();
      expect(calls.filter(({ name: command }) => command === 'backups.contents').map(({ input }) => input)).toEqual([
        expect.not.objectContaining({ part: expect.anything() as unknown }),
        expect.objectContaining({ part: 'homeassistant' }),
      ]);
    },
  );

  it('take a typed key, and offer what is intact of a torn one', async () => {
    const answers: WindowOptions['answers'] = {
      ...detailsAnswers,
      'backups.contents': async (input) => {
        const answer = await detailsAnswers['backups.contents']?.(input);
        return answer?.ok && answer.value
          ? ok({ ...answer.value, problems: [problem('inside.torn', { after: 'share' })] })
          : { ok: false, problem: problem('cloud.offline') };
      },
      'backups.salvage': () =>
        ok({
          target: '/home/maria/Home-salvaged.tar',
          bytes: 900_000_000,
          id: 'ab12cd34',
          name: 'Home',
          version: '2026.11.2',
          parts: [{ name: 'homeassistant', title: 'Home Assistant', size: 900_000_000, proof: 'content' }],
          lost: [{ name: 'share', cause: 'damaged' }],
          contents: 'reduced',
          versionUnknown: [],
          problems: [],
        }),
    };
    const { dialog, calls, shoot, expectClean } = await details({ answers });
    await dialog.getByRole('button', { name: 'Look inside' }).click();
    await dialog.getByRole('textbox', { name: 'Encryption key', exact: true }).fill('ABCD-EFGH');
    await dialog.getByRole('button', { name: /^Show files .* of Mosquitto broker$/ }).click();
    await expect
      .poll(() => calls)
      .toContainEqual({
        name: 'backups.contents',
        input: expect.objectContaining({
          part: 'core_mosquitto',
          key: { typed: 'ABCD-EFGH', remember: false },
        }) as unknown,
      });
    await dialog.getByRole('button', { name: 'Choose the file…' }).click();
    await dialog.getByText('Lost: share.').waitFor();
    await shoot('details-salvaged');
    await expectClean();
  });
});

describe('into Home Assistant', () => {
  it.each(looks)('in steps, each with its own consent: %s', async (name, options) => {
    const { dialog, page, calls, shoot, expectClean } = await details(options);
    await dialog.getByRole('button', { name: 'Put into Home Assistant…' }).click();
    const into = page.getByRole('dialog', { name: 'Put into Home Assistant' });
    await into.getByText('It can take this backup.').waitFor();
    await shoot(`into-home-${name}`);
    await expectClean();
    await into.getByRole('button', { name: 'Put it there' }).click();
    await into.getByText('Beach House lists it now', { exact: false }).waitFor();
    const start = into.getByRole('button', { name: 'Start the restore' });
    expect(await start.isDisabled()).toBe(true);
    await into.getByRole('checkbox', { name: 'share' }).uncheck();
    await into.getByRole('checkbox', { name: /^I agree: Beach House goes back to/ }).check();
    await shoot(`into-home-consent-${name}`);
    await expectClean();
    await start.click();
    await into.getByText('The restore is completed.', { exact: false }).waitFor();
    await expectClean();
    expect(calls.at(-1)).toMatchObject({
      name: 'backups.start-restore',
      input: { agent: 'hassio.local', backupFirst: true, choice: { without: ['share'] } },
    });
  });

  it('says before anything is transferred what is known to fail', async () => {
    const trap = problem('restore.upload-limit', { version: '2026.8.1', bytes: 1_240_000_000, limitBytes: 16_777_216 });
    const { dialog, page, shoot, expectClean, calls } = await details({
      answers: {
        ...detailsAnswers,
        'backups.check-home': () => ok({ name: 'Beach House', url: 'http://ha.local:8123', version: '2026.8.1', trap }),
      },
    });
    await dialog.getByRole('button', { name: 'Put into Home Assistant…' }).click();
    await page.getByRole('alert', { name: 'Home Assistant refuses uploads of this size' }).waitFor();
    expect(await page.getByRole('button', { name: 'Put it there' }).count()).toBe(0);
    await shoot('into-home-trap');
    await expectClean();
    expect(calls.some(({ name }) => name === 'backups.place')).toBe(false);
  });

  it('of an empty computer needs an address and a token, and asks before a token goes in clear', async () => {
    const { signIn } = safeState.status;
    const unencrypted = problem('ha.unencrypted', { url: 'http://ha.local:8123', hadHttps: false });
    const { dialog, page, shoot, expectClean, calls } = await details({
      state: stateWith({ ...notSetUp.status, signIn }, { route: detailsState.route }),
      answers: {
        ...detailsAnswers,
        'backups.check-home': ({ home }) =>
          home?.acceptUnencrypted === undefined
            ? { ok: false, problem: unencrypted }
            : ok({ name: 'Beach House', url: 'http://ha.local:8123', version: '2026.11.2', trap: null }),
      },
    });
    await dialog.getByRole('button', { name: 'Put into Home Assistant…' }).click();
    const into = page.getByRole('dialog', { name: 'Put into Home Assistant' });
    await into.getByRole('textbox', { name: 'Address' }).fill('ha.local');
    await into.getByRole('button', { name: 'Connect and put it there' }).click();
    await into.getByText('Enter the address and an access token.').waitFor();
    await into.getByRole('textbox', { name: 'Access token' }).fill('the-token');
    await page.keyboard.press('Enter');
    await into.getByRole('alert', { name: 'The connection is not encrypted' }).waitFor();
    await shoot('into-home-other');
    await expectClean();
    await into.getByRole('button', { name: 'Allow' }).click();
    await into.getByText('Beach House lists it now', { exact: false }).waitFor();
    expect(calls.find(({ name }) => name === 'backups.place')?.input).toMatchObject({
      home: { url: 'ha.local', token: 'the-token', acceptUnencrypted: 'http://ha.local:8123' },
    });
  });
});

it('a backup is marked as never to be deleted, and the switch shows what came of it', async () => {
  const { dialog, calls } = await details();
  const pin = dialog.getByRole('switch', { name: 'Never delete' });
  await pin.click();
  await expect.poll(() => pin.isChecked()).toBe(true);
  await pin.click();
  await expect.poll(() => pin.isChecked()).toBe(false);
  expect(calls.filter(({ name }) => name === 'backups.pin')).toMatchObject([
    { input: { pinned: true } },
    { input: { pinned: false } },
  ]);
});

describe('the last restore', () => {
  const state = { ...restoreState, route: { page: 'restored', asked: 1 } } as const;

  it.each(looks)('stays, with its traps first, and keeps what was ticked: %s', async (name, options) => {
    const { page, calls, shoot, expectClean } = await open({
      state,
      answers: { ...restoreAnswers, ...keepsLast(lastRestore) },
      ...options,
    });
    await page.getByRole('region', { name: 'Know this first' }).waitFor();
    const first = page.getByRole('tabpanel').getByRole('checkbox');
    expect(await first.first().isChecked()).toBe(true);
    await shoot(`last-restore-${name}`);
    await expectClean();
    await first.nth(1).check();
    await expect.poll(() => calls).toContainEqual({ name: 'restored.tick', input: { step: '0.1', done: true } });
    await page.getByRole('tab', { name: 'On a new Home Assistant' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tabpanel').getByText('On an iPhone or iPad', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Copy the path' }).click();
    await expect.poll(() => calls.at(-1)?.name).toBe('backups.copy-restored');
    await page.getByRole('button', { name: 'All backups' }).click();
    await page.getByRole('button', { name: 'Continue there' }).click();
    await page.getByRole('tab', { name: 'On a new Home Assistant' }).waitFor();
    await expect.poll(() => first.nth(1).isChecked()).toBe(true);
  });

  it('says so when there is none', async () => {
    const { page, expectClean } = await open({ state, answers: restoreAnswers });
    await page.getByText('No backup was saved to this computer yet').waitFor();
    await expectClean();
  });
});
