import { expect, test } from 'vitest';
import { factsOf } from '../../../src/core/commands/look.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import { aProblem } from '../../../src/shared/problems/a-problem.ts';
import * as build from '../../support/domain-builders.ts';
import { inMemory, settingsInMemory } from '../../support/in-memory.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import { settingsOf } from '../../support/status-facts.ts';

const home = aProblem('ha.unreachable');

test.each([
  ['trouble of any destination', aProblem('cloud.offline'), 'cloud.offline'],
  ['trouble of this kind of destination alone', aProblem('icloud.trust-expired'), 'icloud.trust-expired'],
] as const)('each side is missing for its own reason: %s', async (_what, cloud, code) => {
  const context = {
    gates: inMemory(openGates()),
    settings: settingsInMemory(settingsOf()),
    ports: { clock: new PatientClock(build.now) },
  };
  const facts = await factsOf(context, { home: undefined, cloud: undefined, problems: [home, cloud] });
  expect(facts.cloud.why?.code).toBe(code);
  expect(facts.home.complete ? undefined : facts.home.why.code).toBe('ha.unreachable');
});
