import type { Contents, Extracted } from '../../src/shared/inside.ts';
import type { Salvaged } from '../../src/shared/salvage.ts';

export const someContents = (given: Partial<Contents> = {}): Contents => ({
  origin: { from: 'file', place: '/work-folder/file.tar', bytes: 61_440, fetched: 0 },
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  date: '2026-11-21T05:12:33.123456+01:00',
  parts: [
    {
      name: 'homeassistant',
      kind: 'homeassistant',
      title: 'Home Assistant',
      version: '2026.11.0',
      size: 48_000,
      encrypted: false,
      files: [
        { path: 'homeassistant/.storage', type: 'folder', size: 0, modified: '2026-11-20T10:00:00.000Z' },
        { path: 'homeassistant/automations.yaml', type: 'file', size: 1234, modified: null },
      ],
      more: 0,
      problem: null,
    },
    {
      name: 'core_ssh',
      kind: 'app',
      title: 'SSH',
      version: '9.0',
      size: 10_000,
      encrypted: true,
      files: null,
      more: 0,
      problem: null,
    },
  ],
  problems: [],
  ...given,
});

export const anExtracted = (given: Partial<Extracted> = {}): Extracted => ({
  origin: { from: 'icloud', place: 'HomeAssistantBackups/Home (a1b2c3d4)/a.tar', bytes: 61_440, fetched: 49_000 },
  path: 'homeassistant/www',
  target: '/restored/www',
  type: 'folder',
  files: 2,
  bytes: 1234,
  leftOut: [{ path: 'homeassistant/www/link', cause: 'link' }],
  leftOutCount: 1,
  renamed: [{ path: 'homeassistant/www/a:b', as: 'a%3Ab' }],
  renamedCount: 1,
  proof: 'encryption',
  ...given,
});

export const aSalvage = (given: Partial<Salvaged> = {}): Salvaged => ({
  target: '/restored/backup-salvaged.tar',
  bytes: 61_440,
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  version: '2026.11.0',
  parts: [
    { name: 'homeassistant', title: 'Home Assistant', size: 48_000, proof: 'content' },
    { name: 'core_ssh', title: 'SSH', size: 10_000, proof: 'structure' },
  ],
  lost: [{ name: 'ssl', cause: 'damaged' }],
  contents: 'reduced',
  versionUnknown: [],
  problems: [],
  ...given,
});
