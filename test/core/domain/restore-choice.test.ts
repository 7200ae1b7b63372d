import { expect, test } from 'vitest';
import { chosenOf, partsToChoose, type Holdings } from '../../../src/core/domain/restore-choice.ts';
import type { RestoreChoice } from '../../../src/shared/into-home.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';

const full: Holdings = {
  homeassistant: true,
  database: true,
  apps: ['core_ssh', 'core_mosquitto'],
  folders: ['share', 'addons/local'],
};
const withoutDatabase = { ...full, database: false };
const nothing: Holdings = { homeassistant: false, database: false, apps: [], folders: [] };

test.each<[string, Holdings, boolean, readonly string[]]>([
  ['OS', full, true, ['homeassistant', 'core_ssh', 'core_mosquitto', 'share', 'addons_local']],
  ['OS, apps alone', { ...full, homeassistant: false, folders: [] }, true, ['core_ssh', 'core_mosquitto']],
  ['Core', full, false, ['homeassistant', 'database']],
  ['Core, without a database', withoutDatabase, false, ['homeassistant']],
  ['Core, apps alone', { ...full, homeassistant: false, database: false }, false, []],
])('what can be chosen: %s', (_, holds, hasSupervisor, parts) => {
  expect(partsToChoose(holds, hasSupervisor)).toEqual(parts);
});

test.each<[string, Holdings, boolean, RestoreChoice, Holdings]>([
  ['OS, everything', full, true, {}, full],
  [
    'OS, the database goes with Home Assistant',
    full,
    true,
    { only: ['homeassistant'] },
    { ...full, apps: [], folders: [] },
  ],
  [
    'OS, never the database alone',
    full,
    true,
    { without: ['homeassistant'] },
    { ...full, homeassistant: false, database: false },
  ],
  [
    'OS, no database is asked for where none is',
    withoutDatabase,
    true,
    { only: ['homeassistant'] },
    { ...nothing, homeassistant: true },
  ],
  [
    'OS, a folder by its name in the archive',
    full,
    true,
    { only: ['addons_local'] },
    { ...nothing, folders: ['addons/local'] },
  ],
  ['Core, what it cannot restore is left out', full, false, {}, { ...full, apps: [], folders: [] }],
  ['Core, without the database', full, false, { without: ['database'] }, { ...nothing, homeassistant: true }],
  ['Core, nothing that can be chosen is Home Assistant’s to refuse', nothing, false, {}, nothing],
])('what is asked for: %s', (_, holds, hasSupervisor, choice, chosen) => {
  expect(chosenOf(holds, hasSupervisor, choice)).toEqual(chosen);
});

test.each<[string, boolean, RestoreChoice, string]>([
  ['a part that is not there', true, { only: ['core_zwave'] }, 'restore.no-such-part'],
  ['one that is left out and not there', true, { without: ['core_zwave'] }, 'restore.no-such-part'],
  ['OS, the database by itself', true, { without: ['database'] }, 'restore.no-such-part'],
  ['Core, an app', false, { only: ['core_ssh'] }, 'restore.no-such-part'],
  ['nothing is left', false, { only: ['database'], without: ['database'] }, 'restore.nothing-chosen'],
])('refused: %s', (_, hasSupervisor, choice, code) => {
  expect(() => chosenOf(full, hasSupervisor, choice)).toThrow(AppError);
  expect(() => chosenOf(full, hasSupervisor, choice)).toThrow(expect.objectContaining({ code }));
});
