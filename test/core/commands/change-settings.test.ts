import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeSettings, readSettings } from '../../../src/core/commands/change-settings.ts';
import { freshSettings, settingsSchema } from '../../../src/core/settings/schema.ts';
import { SettingsStore } from '../../../src/core/settings/settings.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import { lastLookSchema, type LastLook } from '../../../src/core/state/last-look.ts';
import { settingsPatchSchema, userSettingsSchema, type SettingsPatch } from '../../../src/shared/user-settings.ts';
import * as build from '../../support/domain-builders.ts';
import { cloudSide, copyOf } from '../../support/status-facts.ts';
import { MemoryFile } from '../settings/memory-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'change-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const started = { ...freshSettings('Study'), computerId: build.me, appleId: 'me@example.com' };

const open = async (look: LastLook = {}) => {
  const file = new MemoryFile(started);
  const store = (): SettingsStore =>
    new SettingsStore({ file, computerName: 'Study', now: () => build.now, onBroken: () => undefined });
  const lastLook = new JsonFile(
    join(folder, 'last-look.json'),
    lastLookSchema,
    () => ({}),
    () => undefined,
  );
  await lastLook.update(() => look);
  return { file, context: { settings: store(), lastLook }, store };
};

/** A patch as an untyped front end may send it. */
const sent = (patch: object): SettingsPatch => patch;

describe('what is shown', () => {
  test('fits its schema and is what the user decides, without accounts, homes and secrets', async () => {
    const { context } = await open();
    const view = await readSettings(context);
    expect(userSettingsSchema.strict().parse(view)).toEqual(view);
    expect(view).toMatchObject({ retentionDays: 14, keep: 3, lookMinutes: 60, bandwidth: null });
    expect(JSON.stringify(view)).not.toMatch(/example\.com|1111aaaa/);
  });

  test('holds every setting but what other commands are for', () => {
    const elsewhere = [
      ...['schemaVersion', 'instances', 'computerId', 'baseFolder', 'appleId', 'trustedSince', 'secretStore'],
      // Asked of people by windows alone, which keep it themselves.
      'desktop',
      // Answered, not chosen: settings/review.ts.
      'review',
    ];
    const nested = ['retention', 'schedule', 'alarm', 'phoneCode'];
    const flat = [
      ...['retentionDays', 'keep', 'lookMinutes', 'createIfOlderThanHours'],
      ...['alarmAfterMinutes', 'alarmNotify', 'phoneCodeNotify'],
    ];
    const all = Object.keys(settingsSchema.shape).filter((name) => ![...elsewhere, ...nested].includes(name));
    expect(Object.keys(userSettingsSchema.shape).sort()).toEqual([...all, ...flat].sort());
  });
});

describe('a change', () => {
  test('touches what it names alone, and is in the file for the next reader', async () => {
    const { context, store, file } = await open();
    const before = await readSettings(context);
    const after = await changeSettings(context, { retentionDays: 30, bandwidth: '2M' });
    expect(after).toEqual({ ...before, retentionDays: 30, bandwidth: '2M' });
    expect(await store().load()).toEqual({ ...started, retention: { days: 30, floor: 3 }, bandwidth: '2M' });
    expect(file.writes).toBe(1);
  });

  test('reaches a process that loaded the settings before, at its next load', async () => {
    const { context, store } = await open();
    const running = store();
    await running.load();
    await changeSettings(context, { lookMinutes: 15, pausedUntil: '2026-12-01T00:00:00+01:00' });
    expect(await running.load()).toMatchObject({
      schedule: { lookMinutes: 15, createIfOlderThanHours: null },
      pausedUntil: '2026-12-01T00:00:00+01:00',
    });
  });

  test('takes a value away with null, and leaves what is undefined', async () => {
    const { context } = await open();
    await changeSettings(context, { proxy: 'http://proxy.example:3128', createIfOlderThanHours: 48 });
    const after = await changeSettings(context, { proxy: null, createIfOlderThanHours: undefined });
    expect(after).toMatchObject({ proxy: null, createIfOlderThanHours: 48 });
  });

  test.each<[SettingsPatch, string, RegExp]>([
    [{ retentionDays: -1 }, 'retentionDays', /whole number from 0 to 3650/],
    [{ retentionDays: 1.5 }, 'retentionDays', /whole number/],
    [{ keep: 0 }, 'keep', /whole number from 1 to 1000/],
    [{ lookMinutes: 1 }, 'lookMinutes', /from 5 to 1440/],
    [{ createIfOlderThanHours: 0 }, 'createIfOlderThanHours', /from 1 to 8760/],
    [{ bandwidth: 'fast' }, 'bandwidth', /speed such as 2M/],
    [{ proxy: 'http://user:secret@proxy.example' }, 'proxy', /without user and password/],
    [{ caFile: 'ca.pem' }, 'caFile', /is not there|full path/],
    [{ computerName: ' ' }, 'computerName', /empty/],
    [{ pausedUntil: 'tomorrow' }, 'pausedUntil', /date and time/],
    [{ stagingBudgetBytes: -1 }, 'stagingBudgetBytes', /whole number/],
    [sent({ keep: '3' }), 'keep', /whole number from 1/],
    [{ lookMinutes: Number.NaN }, 'lookMinutes', /whole number from 5/],
    [sent({ requireProtected: 'yes' }), 'requireProtected', /wrong kind/],
    [sent({ adoptedComputers: 'Old Mac' }), 'adoptedComputers', /wrong kind/],
    [sent({ appleId: 'someone@else.example' }), 'appleId', /not known/],
    [sent({ retention: { days: 1 } }), 'retention', /not known/],
  ])('%j is refused by its own name, and nothing of the patch is kept', async (patch, field, problem) => {
    const { context, file } = await open();
    const refusal = changeSettings(context, { keep: 5, ...patch });
    await expect(refusal).rejects.toMatchObject({ code: 'settings.invalid', facts: { field } });
    await expect(refusal).rejects.toMatchObject({ facts: { problem: expect.stringMatching(problem) as string } });
    await expect(refusal).rejects.not.toMatchObject({ facts: { problem: expect.stringMatching(/secret/) as string } });
    expect(file.writes).toBe(0);
  });
});

describe('a CA file', () => {
  test('has to hold a certificate at the moment of the change', async () => {
    const { context } = await open();
    const caFile = join(folder, 'ca.pem');
    const refused = { code: 'settings.invalid', facts: { field: 'caFile' } };
    await expect(changeSettings(context, { caFile })).rejects.toMatchObject(refused);
    await writeFile(caFile, 'no certificate');
    await expect(changeSettings(context, { caFile })).rejects.toMatchObject(refused);
    await writeFile(caFile, rootCertificates[0] ?? '');
    expect(await changeSettings(context, { caFile })).toMatchObject({ caFile });
  });

  test('that went missing later hinders no other change', async () => {
    const { context } = await open();
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, rootCertificates[0] ?? '');
    await changeSettings(context, { caFile });
    await rm(caFile);
    expect(await changeSettings(context, { keep: 4 })).toMatchObject({ caFile, keep: 4 });
  });
});

describe('computers given into care', () => {
  const by = (computerId: string, computerName: string) => copyOf(24, 'b1', { computerId, computerName });
  const seen = (...copies: ReturnType<typeof by>[]): LastLook => ({ cloud: cloudSide(copies) });
  const both = seen(by(build.neighbour, 'Old Mac'), by(build.me, 'Study'), by(build.thirdComputer, 'Attic'));

  test.each([
    ['their whole id', build.neighbour],
    ['the digits in the names of their files', build.neighbour.slice(0, 6)],
    ['the name in their manifests', 'Old Mac'],
  ])('may be named by %s', async (_, named) => {
    const { context } = await open(both);
    expect(await changeSettings(context, { adoptedComputers: [named, named] })).toMatchObject({
      adoptedComputers: [build.neighbour],
    });
  });

  test('a name that nothing fits says which ones there are', async () => {
    const { context } = await open(both);
    await expect(changeSettings(context, { adoptedComputers: ['Cellar'] })).rejects.toMatchObject({
      code: 'settings.invalid',
      facts: { field: 'adoptedComputers', problem: expect.stringMatching(/Old Mac \(3333cc\), Attic/) as string },
    });
  });

  test('two computers of one name are not chosen between', async () => {
    const { context } = await open(seen(by(build.neighbour, 'Mac'), by(build.thirdComputer, 'Mac')));
    await expect(changeSettings(context, { adoptedComputers: ['Mac'] })).rejects.toMatchObject({
      facts: { problem: expect.stringMatching(/Mac \(3333cc\), Mac \(5555ee\)/) as string },
    });
  });

  test('those adopted before stay, whether their copies are seen or not; none is an empty list', async () => {
    const { context, file } = await open(both);
    file.text = JSON.stringify({ ...started, adoptedComputers: ['somebody'] });
    expect(await changeSettings(context, { keep: 5 })).toMatchObject({ adoptedComputers: ['somebody'] });
    expect(await changeSettings(context, { adoptedComputers: [] })).toMatchObject({ adoptedComputers: [] });
  });
});

test('the patch is the view with everything optional', () => {
  expect(Object.keys(settingsPatchSchema.shape)).toEqual(Object.keys(userSettingsSchema.shape));
});
