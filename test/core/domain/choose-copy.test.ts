import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentCopy } from '../../../src/core/domain/backup.ts';
import { chooseCopy, chooseProtectedCopy } from '../../../src/core/domain/choose-copy.ts';
import { aBackup } from '../../support/domain-builders.ts';

const plain = (agentId: string): AgentCopy => ({ agentId, size: 1, protected: false });
const locked = (agentId: string): AgentCopy => ({ agentId, size: 1, protected: true });
const chosen = (copies: readonly AgentCopy[]) => chooseCopy(aBackup({ copies }));
const chosenProtected = (copies: readonly AgentCopy[]) => chooseProtectedCopy(aBackup({ copies }));

describe('the file to pull', () => {
  test.each<[string, AgentCopy[], AgentCopy | undefined, AgentCopy | undefined]>([
    ['none', [], undefined, undefined],
    ['the only one, plain', [plain('backup.local')], plain('backup.local'), undefined],
    [
      'the local one of Core',
      [locked('google_drive.x'), plain('backup.local')],
      plain('backup.local'),
      locked('google_drive.x'),
    ],
    [
      'a protected one on a mount before a plain local one',
      [locked('hassio.nas'), plain('hassio.local')],
      locked('hassio.nas'),
      locked('hassio.nas'),
    ],
    [
      'of two local ones the protected',
      [plain('backup.local'), locked('hassio.local')],
      locked('hassio.local'),
      locked('hassio.local'),
    ],
    [
      'network storage before a cloud',
      [locked('cloud.cloud'), plain('hassio.nas')],
      plain('hassio.nas'),
      locked('cloud.cloud'),
    ],
    ['of two clouds the protected', [plain('a.a'), locked('b.b')], locked('b.b'), locked('b.b')],
    ['of equal ones always the same', [locked('b.b'), locked('a.a')], locked('a.a'), locked('a.a')],
  ])('%s', (_, copies, any, protectedOnly) => {
    expect(chosen(copies)).toEqual(any);
    expect(chosen([...copies].reverse())).toEqual(any);
    expect(chosenProtected(copies)).toEqual(protectedOnly);
  });

  const aCopy = fc.record({
    agentId: fc.constantFrom('backup.local', 'hassio.local', 'hassio.nas', 'hassio.usb', 'cloud.cloud', 'dropbox.x'),
    size: fc.option(fc.nat(), { nil: undefined }),
    protected: fc.boolean(),
  });
  const copiesOf = fc.uniqueArray(aCopy, { selector: ({ agentId }) => agentId });
  const distance = ({ agentId }: AgentCopy): number =>
    agentId.endsWith('.local') || agentId.startsWith('hassio.') ? 0 : 1;

  test('is one of those there, and none is nearer; asked for a protected one, it is the nearest of these', () => {
    fc.assert(
      fc.property(copiesOf, (copies) => {
        const given = [...copies];
        const choices = [
          [chosen(copies), copies],
          [chosenProtected(copies), copies.filter((copy) => copy.protected)],
        ] as const;
        for (const [choice, among] of choices) {
          if (among.length === 0) expect(choice).toBeUndefined();
          else expect(among).toContain(choice);
          const near = Math.min(...among.map(distance));
          if (choice) expect(distance(choice)).toBe(near);
          const nearest = among.filter((copy) => distance(copy) === near);
          if (choice && nearest.some((copy) => copy.protected)) expect(choice.protected).toBe(true);
        }
        expect(copies).toEqual(given);
      }),
    );
  });
});
