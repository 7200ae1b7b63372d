import type { Check } from './check.ts';
import { refusesTorso, survivesRestart } from './checks/breaking.ts';
import { givesTextByHand, soundsAlarm } from './checks/alarm.ts';
import { improves } from './checks/improving.ts';
import { creates } from './checks/making.ts';
import { connects, lists } from './checks/meeting.ts';
import { renewsOnPhone } from './checks/phone-code.ts';
import { pullsPlain, pullsProtected } from './checks/pulling.ts';
import { restoresThere, takesLarge } from './checks/restoring.ts';
import { bringsBackSalvaged } from './checks/salvaging.ts';
import { signsIn } from './checks/signing-in.ts';
import { distrustsStarting } from './checks/starting.ts';
import { showsSensors } from './checks/telling.ts';
import { refusesNonAdmin, triesWrongTokenOnce } from './checks/tokens.ts';
import { doesItAll } from './checks/whole-run.ts';

/** In this order: what fills or breaks Home Assistant comes last. */
export const checks: readonly Check[] = [
  connects,
  lists,
  creates,
  pullsPlain,
  pullsProtected,
  doesItAll,
  refusesNonAdmin,
  triesWrongTokenOnce,
  signsIn,
  improves,
  distrustsStarting,
  bringsBackSalvaged,
  restoresThere,
  takesLarge,
  survivesRestart,
  refusesTorso,
];

/** They wait for minutes, and restart Home Assistant: run only where `--only` names them. */
export const slowChecks: readonly Check[] = [showsSensors, givesTextByHand, soundsAlarm, renewsOnPhone];
