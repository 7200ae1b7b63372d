import { expect, it } from 'vitest';
import { chooseCopy, chooseProtectedCopy, localAgentOf } from '../../../src/core/domain/choose-copy.ts';

const copy = (agentId: string, isProtected: boolean) => ({ agentId, size: 1, protected: isProtected });

it.each<[string, [string, boolean][], string | undefined]>([
  ['nothing', [], undefined],
  ['the only one', [['cloud.cloud', false]], 'cloud.cloud'],
  [
    'the own disk before a mount',
    [
      ['hassio.nas', true],
      ['hassio.local', true],
    ],
    'hassio.local',
  ],
  [
    'a protected mount before a plain own disk',
    [
      ['hassio.local', false],
      ['hassio.nas', true],
    ],
    'hassio.nas',
  ],
  [
    'a plain own disk before a protected cloud',
    [
      ['cloud.cloud', true],
      ['backup.local', false],
    ],
    'backup.local',
  ],
  [
    'a plain mount before a protected cloud',
    [
      ['cloud.cloud', true],
      ['hassio.nas', false],
    ],
    'hassio.nas',
  ],
  [
    'a protected cloud before a plain one',
    [
      ['a.b', false],
      ['cloud.cloud', true],
    ],
    'cloud.cloud',
  ],
  [
    'Core’s own disk',
    [
      ['synology.nas', true],
      ['backup.local', true],
    ],
    'backup.local',
  ],
])('takes %s', (_case, copies, expected) => {
  const all = copies.map(([agentId, isProtected]) => copy(agentId, isProtected));
  expect(chooseCopy({ copies: all })?.agentId).toBe(expected);
  expect(chooseCopy({ copies: all.toReversed() })?.agentId).toBe(expected);
});

it('takes no plain copy where only protected ones are wanted', () => {
  const copies = [copy('backup.local', false), copy('cloud.cloud', true)];
  expect(chooseProtectedCopy({ copies })?.agentId).toBe('cloud.cloud');
  expect(chooseProtectedCopy({ copies: [copy('backup.local', false)] })).toBeUndefined();
});

it('knows the own disk among agents', () => {
  expect(localAgentOf(['cloud.cloud', 'hassio.nas', 'hassio.local'])).toBe('hassio.local');
  expect(localAgentOf(['backup.local'])).toBe('backup.local');
  expect(localAgentOf(['hassio.nas', 'cloud.cloud'])).toBeUndefined();
});
