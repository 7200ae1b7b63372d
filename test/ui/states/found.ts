import type { SetupResult } from '../../../src/shared/status.ts';
import { hoursFromNow, problem } from './view-state.ts';

export const foundSchedule = {
  automatic: true,
  recurrence: 'daily',
  keepsCopies: 3,
  keepsDays: null,
  protected: false,
  next: hoursFromNow(17),
} as const;

/** What a connection told of a Home Assistant with two things to mend. */
export const found: SetupResult = {
  url: 'http://homeassistant.local:8123',
  encrypted: false,
  name: 'Home',
  version: '2026.11.2',
  installType: 'os',
  admin: true,
  instanceId: 'a1b2c3d4',
  schedule: foundSchedule,
  backups: 5,
  needsBytes: 17_400_000_000,
  secretStore: 'keychain',
  folder: 'HomeAssistantBackups/Home (a1b2c3d4)',
  offers: [
    { what: 'encryption' },
    {
      what: 'retention',
      from: { copies: 3, days: null },
      to: { copies: 7, days: null },
      agent: null,
    },
  ],
  warnings: [problem('ha.keeps-too-few', { days: 3 }), problem('ha.unprotected')],
};

/** In which nobody ever opened the page with the backups. */
export const neverSet: SetupResult = {
  ...found,
  schedule: { automatic: false, recurrence: 'never', keepsCopies: null, keepsDays: null, protected: false, next: null },
  backups: 0,
  needsBytes: null,
  offers: [{ what: 'schedule', apps: true, keeps: 7 }, { what: 'encryption' }],
  warnings: [problem('ha.automatic-off')],
};
