import type { ErrorCode } from '../../shared/error-codes.ts';
import type { WordsFor } from '../template.ts';

type Code = Extract<ErrorCode, `telling.${string}`>;

export const tellingProblems = {
  'telling.no-mobile-app': {
    title: "Home Assistant can't show the backups",
    cause: 'The part of Home Assistant that takes sensors from other devices ("Mobile App") is not loaded there.',
    next: 'Add mobile_app: or default_config: to configuration.yaml in Home Assistant and restart it. Backups are made as usual.',
  },
  'telling.device-removed': {
    title: 'Home Assistant no longer shows the backups',
    cause: 'The device of this computer was deleted in Home Assistant, so its sensors were turned off here as well.',
    next: 'To have it back, turn the sensors on again. Backups are made as usual.',
  },
} as const satisfies WordsFor<Code>;
