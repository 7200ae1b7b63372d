import type { Locator, Page } from 'playwright-core';
import type { LevelResult } from '../../../src/shared/proof.ts';
import { aVerification } from '../../support/told-proof.ts';
import { ok, type Answers } from './answers.ts';
import { settingsOf } from './settings.ts';
import { hoursFromNow, listed, problem } from './view-state.ts';
import { keepsLast, restoreState } from './restore.ts';
import type { Contents, InsideFile, InsidePart } from '../../../src/shared/inside.ts';
import type { PlacedResult } from '../../../src/shared/into-home.ts';

const at = hoursFromNow(-2.9);
const level = (number: number, name: LevelResult['name'], rest: Partial<LevelResult>): LevelResult => ({
  level: number,
  name,
  holds: true,
  at,
  ms: 4100,
  problem: null,
  ...rest,
});

const damaged = problem('proof.part-damaged', { part: 'core_mosquitto', why: 'crc' });

/** Opens, and cannot be read to its end. */
export const detailed = listed({
  where: ['icloud'],
  verification: aVerification({
    level: 2,
    levelName: 'Opens',
    confirmedAt: at,
    provedAt: at,
    levels: [
      level(1, 'Intact', {}),
      level(2, 'Opens', {}),
      level(3, 'Readable', { holds: false, problem: damaged }),
      level(4, 'Makes sense', {
        holds: null,
        at: null,
        ms: null,
        problem: problem('proof.not-tried', { why: 'level-below' }),
      }),
    ],
    problem: damaged,
  }),
});

export const detailsState = restoreState;
const file = (path: string, size: number): InsideFile => ({ path, type: 'file', size, modified: at });
const part = (name: string, given: Partial<InsidePart>): InsidePart => ({
  name,
  kind: 'app',
  title: name,
  version: null,
  size: 4_200_000,
  encrypted: true,
  files: null,
  more: 0,
  problem: null,
  ...given,
});
const files: readonly InsideFile[] = [
  { path: 'homeassistant/www', type: 'folder', size: 0, modified: at },
  file('homeassistant/automations.yaml', 12_400),
  file('homeassistant/configuration.yaml', 3_100),
];

/** Parts alone until one is asked for. */
const contentsOf = (wanted: string | undefined): Contents => ({
  origin: { from: 'icloud', place: detailed.remote ?? '', bytes: 1_240_000_000, fetched: 240_000 },
  id: detailed.id,
  name: detailed.name,
  date: detailed.date,
  parts: [
    part('homeassistant', {
      kind: 'homeassistant',
      title: 'Home Assistant',
      version: '2026.11.2',
      size: 980_000_000,
      files: wanted === 'homeassistant' ? [...files] : null,
    }),
    part('core_mosquitto', { title: 'Mosquitto broker', version: '6.4.1' }),
    part('share', { kind: 'folder', title: 'Share', size: 190_000_000 }),
  ],
  problems: [],
});

const placed: PlacedResult = {
  id: detailed.id,
  name: detailed.name,
  date: detailed.date,
  bytes: 1_240_000_000,
  sha256: 'c'.repeat(64),
  protected: true,
  haVersion: '2026.11.2',
  instanceName: 'Home',
  home: { url: 'http://homeassistant.local:8123', name: 'Beach House', version: '2026.11.2', agent: 'hassio.local' },
  uploaded: true,
  parts: ['homeassistant', 'core_mosquitto', 'share'],
};

export const detailsAnswers: Answers = {
  ...settingsOf(),
  ...keepsLast(),
  'backups.contents': ({ part: wanted }) => ok(contentsOf(wanted)),
  'backups.extract': ({ path }) =>
    ok({
      origin: contentsOf(path).origin,
      path,
      target: '/home/maria/automations.yaml',
      type: 'file',
      files: 1,
      bytes: 12_400,
      leftOut: [],
      leftOutCount: 0,
      renamed: [],
      renamedCount: 0,
      proof: 'encryption',
    }),
  'backups.check-home': () =>
    ok({ name: 'Beach House', url: 'http://homeassistant.local:8123', version: '2026.11.2', trap: null }),
  'backups.place': () => ok(placed),
  'backups.start-restore': () =>
    ok({ end: 'completed', keyChecked: true, backupFirst: 'ab12', restored: ['homeassistant'], leftOut: [] }),
  'backups.pin': ({ pinned }) =>
    ok({ id: detailed.id, name: detailed.name, archive: 'x.tar', pinnedAt: pinned ? at : null }),
  'backups.list': () => ok({ backups: [detailed], problems: [] }),
};

export const openedDetails = async (page: Page): Promise<Locator> => {
  await page.locator('.long-row').first().click();
  const dialog = page.getByRole('dialog', { name: detailed.name });
  await dialog.waitFor();
  return dialog;
};
