import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { changeSettings, confirmSettings, readSettings } from '../../src/core/commands/change-settings.ts';
import { speak } from '../../src/messages/messages.ts';
import { Redactor } from '../../src/core/state/redact.ts';
import { settingsSchema } from '../../src/core/settings/schema.ts';
import { SettingsStore } from '../../src/core/settings/settings.ts';
import type { LastLook } from '../../src/core/state/last-look.ts';
import { describeProblem } from '../../src/messages/problems.ts';
import { settingsCommands } from '../../src/main/host/commands/settings.ts';
import { diagnosticsText } from '../../src/main/host/diagnostics.ts';
import type { HostContext } from '../../src/main/host/host-context.ts';
import { readFacts } from '../../src/main/host/refresher.ts';
import { commands } from '../../src/shared/contract/commands.ts';
import { setting, type choice as aChoice, type setting as aSetting } from '../../src/shared/settings/setting.ts';
import type { wholeNumber as numbers } from '../../src/shared/settings/shapes.ts';
import type { DesktopPatch, SettingsPatch } from '../../src/shared/user-settings.ts';
import { MemoryFile } from '../core/settings/memory-file.ts';
import { fakeApp } from '../cli/fake-app.ts';
import { run } from '../cli/terminal.ts';
import * as build from '../support/domain-builders.ts';
import { safeState, safeStatus } from './support/view-state.ts';
import { inMemory } from '../support/in-memory.ts';

/* A setting that does not exist, and one of the desktop app: each a row of the table and its words, and nothing else. */

vi.mock('../../src/shared/settings/table.ts', async (original) => {
  const { setting, choice } = await vi.importActual<{ setting: typeof aSetting; choice: typeof aChoice }>(
    '../../src/shared/settings/setting.ts',
  );
  const { wholeNumber } = await vi.importActual<{ wholeNumber: typeof numbers }>('../../src/shared/settings/shapes.ts');
  const { z: zod } = await import('zod');
  const { userSettings, desktopSettings } = await original<Record<'userSettings' | 'desktopSettings', object>>();
  return {
    userSettings: {
      ...userSettings,
      madeUpDays: setting({
        place: 'madeUp.days',
        shape: wholeNumber(1, 9).nullable(),
        default: 2,
        typed: { as: 'number', absent: 'never' },
        afterDamage: { careful: null },
        diagnostics: 'value',
      }),
    },
    desktopSettings: {
      ...desktopSettings,
      madeUpSwitch: choice({
        place: 'desktop.madeUpSwitch',
        shape: zod.boolean(),
        default: true,
        afterDamage: 'default',
        diagnostics: 'value',
      }),
    },
  };
});

vi.mock('../../src/messages/en/settings.ts', async (original) => {
  const { setting, desktopSetting, ...others } =
    await original<Record<'setting' | 'desktopSetting' | 'otherFields', object>>();
  return {
    ...others,
    setting: { ...setting, madeUpDays: { name: 'number made up', meaning: 'days that nobody needs' } },
    desktopSetting: { ...desktopSetting, madeUpSwitch: { name: 'switch made up' } },
  };
});

// What test/support/in-english.ts brought knows nothing of them.
vi.hoisted(() => vi.resetModules());
beforeAll(async () => speak({ language: 'en', locale: 'en-GB' }));

let file: MemoryFile;
beforeEach(() => {
  file = new MemoryFile();
});
/** As a process that starts now finds them. */
const start = (): SettingsStore =>
  new SettingsStore({ file, computerName: 'Study', now: () => build.now, onBroken: () => undefined });
const context = () => ({ settings: start(), lastLook: inMemory<LastLook>({}) });
const written = (): unknown => JSON.parse(file.text ?? 'null');
/** As faces send it that know the row. */
const sent = (patch: object): SettingsPatch => patch;

/** A file of before there was either. */
const older = { schemaVersion: 1, computerId: build.me, computerName: 'Study', requireProtected: true };

test('a row that forgets something, or tells what somebody typed, does not compile', () => {
  const row = {
    place: 'proxy',
    shape: z.string().nullable(),
    default: null,
    typed: { as: 'text', absent: 'none' },
    afterDamage: 'default',
    diagnostics: 'whether',
  } as const;
  const { afterDamage, ...forgetful } = row;
  expect(afterDamage).toBe('default');
  expect([
    setting(row),
    // @ts-expect-error -- nobody said what holds after damage
    setting(forgetful),
    // @ts-expect-error -- a text would be in a public report
    setting({ ...row, diagnostics: 'value' }),
    // @ts-expect-error -- a text is not typed as a number
    setting({ ...row, typed: { as: 'number', absent: 'none' } }),
    // @ts-expect-error -- nobody could take it away
    setting({ ...row, typed: { as: 'text' } }),
    // @ts-expect-error -- not of its kind
    setting({ ...row, afterDamage: { careful: 1 } }),
  ]).toHaveLength(6);
});

describe('a setting with a row and words has everything', () => {
  test('in the file: an older one has its default, a change goes to its place', async () => {
    file = new MemoryFile(older);
    expect(await start().load()).toMatchObject({ madeUp: { days: 2 }, desktop: { madeUpSwitch: true } });
    expect(await changeSettings(context(), sent({ madeUpDays: 7 }))).toMatchObject({ madeUpDays: 7 });
    expect(written()).toMatchObject({ ...older, madeUp: { days: 7 } });
    const refused = changeSettings(context(), sent({ madeUpDays: 10 }));
    await expect(refused).rejects.toMatchObject({
      code: 'settings.invalid',
      facts: { field: 'madeUpDays', problem: 'has to be a whole number from 1 to 9' },
    });
    expect(describeProblem('settings.invalid', { field: 'madeUpDays', problem: 'is odd' }).cause).toContain(
      'number made up',
    );
  });

  test('after damage: its careful value, until the user has chosen', async () => {
    const whole = settingsSchema.parse(older);
    for (const damage of [{ madeUp: { days: 'x' } }, { madeUp: undefined, proxy: 7 }, { madeUp: {}, proxy: 7 }]) {
      file = new MemoryFile({ ...whole, ...damage });
      const { review, ...settings } = await start().load();
      expect(settings).toMatchObject({ madeUp: { days: null } });
      await changeSettings(context(), { keep: 4 });
      expect((await start().load()).review).toBeDefined();
      await changeSettings(context(), sent({ madeUpDays: 3 }));
      expect((await start().load()).review).toBeUndefined();
      const { next, cause } = describeProblem('settings.broken', { lost: review?.lost.join(', ') ?? '', kept: 'x' });
      expect(`${cause} ${next}`).toContain('number made up');
    }
    file = new MemoryFile([]);
    await confirmSettings(context());
    expect(await readSettings(context())).toMatchObject({ madeUpDays: null });
  });

  test('in a terminal: shown, changed, explained', async () => {
    const app = fakeApp({
      readSettings: () => readSettings(context()),
      changeSettings: (patch) => changeSettings(context(), patch),
    });
    expect((await run(['settings'], app)).stdout).toMatch(/^made-up-days +2 +days that nobody needs$/m);
    expect((await run(['settings', 'made-up-days', '5'], app)).stdout).toMatch(/made-up-days +5/);
    expect(await readSettings(context())).toMatchObject({ madeUpDays: 5 });
    const { stdout } = await run(['settings', 'made-up-days', 'never', '--json'], app);
    expect(JSON.parse(stdout)).toMatchObject({ madeUpDays: null });
    expect((await run(['settings'], app)).stdout).toMatch(/made-up-days +never/);
    expect((await run(['settings', '--help'], app)).stdout).toMatch(/made-up-days NUMBER\|never +days that/);
  });

  test('in the windows: read, changed, and in the state', async () => {
    const settings = start();
    await settings.load();
    const app = { ...context(), settings };
    const room = {
      app: {
        settings,
        readSettings: () => readSettings(app),
        changeSettings: (patch: SettingsPatch) => changeSettings(app, patch),
      },
    } as unknown as HostContext;
    const handlers = settingsCommands(room);
    const patch = commands['settings.change'].input.parse({ madeUpDays: 8 });
    expect(await handlers['settings.change'](patch)).toMatchObject({ madeUpDays: 8 });
    expect(await handlers['settings.read']({})).toMatchObject({ madeUpDays: 8 });
    const desktop = async (): Promise<object> =>
      (
        await readFacts({
          app: { settings, status: () => Promise.resolve(safeStatus), recentDays: () => Promise.resolve([]) },
          shell: { readLoginItem: () => safeState.loginItem, hasTray: () => true },
          releases: undefined,
        })
      ).desktop;
    expect(await desktop()).toMatchObject({ madeUpSwitch: true });
    const off: DesktopPatch = commands['settings.desktop'].input.parse({ madeUpSwitch: false });
    await handlers['settings.desktop'](off);
    expect(await desktop()).toMatchObject({ madeUpSwitch: false });
    expect(written()).toMatchObject({ madeUp: { days: 8 }, desktop: { madeUpSwitch: false } });
  });

  test('in the public report', async () => {
    const desktop = { ...safeState.desktop, madeUpSwitch: false };
    const settings = await readSettings(context());
    const text = diagnosticsText({
      state: { ...safeState, desktop },
      settings,
      log: [],
      redact: new Redactor().redact,
    });
    const facts = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as unknown;
    expect(facts).toMatchObject({ settings: { madeUpDays: 2 }, desktop: { madeUpSwitch: false } });
  });
});
