import type { SheetInput } from '../../src/core/commands/write-sheet.ts';
import type { PlacedResult, RestoreStarted } from '../../src/shared/into-home.ts';
import type { Sheet } from '../../src/shared/sheet.ts';

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
  parts: ['homeassistant', 'core_ssh', 'share'],
  ...given,
});

/** What a restore that was started there gives. */
export const aStart = (given: Partial<RestoreStarted> = {}): RestoreStarted => ({
  end: 'completed',
  keyChecked: true,
  backupFirst: null,
  restored: ['homeassistant', 'core_ssh', 'share'],
  leftOut: [],
  ...given,
});

/** What stands on a break-glass sheet. */
export const aSheet = (given: Partial<Sheet> = {}): Sheet => ({
  file: '/work-folder/home.html',
  account: 'm…@example.com',
  folder: 'HomeAssistantBackups/Home (a1b2c3d4)',
  home: { name: 'Home', url: 'http://homeassistant.local:8123' },
  computers: ['Study', 'Attic'],
  key: null,
  newest: { date: '2026-11-21T05:12:33+01:00', haVersion: '2026.6.0', bytes: 1_200_000_000, protected: true },
  ...given,
});

/** The page that the command makes of it. */
export const aPage = ({ page, withKey }: Pick<SheetInput, 'page' | 'withKey'>): string =>
  page(aSheet({ key: withKey ? 'given' : null }), withKey ? 'THE-KEY' : undefined);
