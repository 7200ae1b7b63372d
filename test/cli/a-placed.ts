import type { PlacedResult, RestoreStarted } from '../../src/shared/into-home.ts';

/** What putting a backup into Home Assistant gives. */
export const aPlaced = (given: Partial<PlacedResult> = {}): PlacedResult => ({
  id: '1a2b3c4d',
  name: 'Automatic backup 2026.11.0',
  date: '2026-11-21T05:12:33.123456+01:00',
  bytes: 1_200_000_000,
  sha256: 'ab'.repeat(32),
  protected: true,
  haVersion: '2026.11.0',
  instanceName: 'Home',
  home: { url: 'http://homeassistant.local:8123', name: 'New home', version: '2026.11.0', agent: 'hassio.local' },
  uploaded: true,
  ...given,
});

/** What a restore that was started there gives. */
export const aStart = (given: Partial<RestoreStarted> = {}): RestoreStarted => ({
  end: 'completed',
  keyChecked: true,
  backupFirst: null,
  leftOut: [],
  ...given,
});
