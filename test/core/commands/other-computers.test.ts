import { describe, expect, test } from 'vitest';
import { selectOtherComputers } from '../../../src/core/commands/other-computers.ts';
import { selectPreview } from '../../../src/core/commands/preview-retention.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import * as build from '../../support/domain-builders.ts';
import { cloudSide, copyOf, homeSide, settingsOf } from '../../support/status-facts.ts';

const by = (computerId: string, computerName: string, daysAgo: number) =>
  copyOf(daysAgo * 24, `b${computerId.slice(0, 2)}${daysAgo}`, {
    computerId,
    computerName,
    confirmedAt: build.daysAgo(daysAgo),
  });

describe('other computers', () => {
  const cloud = cloudSide([
    by(build.neighbour, 'Old Mac', 9),
    by(build.neighbour, 'Renamed Mac', 4),
    by(build.neighbour, 'Old Mac', 7),
    by(build.me, 'My Mac', 1),
    by(build.thirdComputer, 'Attic', 2),
  ]);

  test('are those with copies in the folder, each once, by their newest names', () => {
    expect(selectOtherComputers({ cloud }, settingsOf({ adoptedComputers: [build.neighbour] }))).toEqual([
      { id: build.thirdComputer, name: 'Attic', copies: 1, newestAt: build.daysAgo(2), adopted: false },
      { id: build.neighbour, name: 'Renamed Mac', copies: 3, newestAt: build.daysAgo(4), adopted: true },
    ]);
  });

  test('in care stay in the list without copies, to be given back', () => {
    const settings = settingsOf({ adoptedComputers: [build.neighbour, build.me] });
    expect(selectOtherComputers({ cloud: cloudSide([by(build.me, 'My Mac', 1)]) }, settings)).toEqual([
      { id: build.neighbour, name: null, copies: 0, newestAt: null, adopted: true },
    ]);
  });

  test('are not known before iCloud was looked at, and copies that do not count name nobody', () => {
    const inCare = settingsOf({ adoptedComputers: [build.neighbour] });
    expect(selectOtherComputers({ cloud: undefined }, inCare)).toEqual([]);
    const damaged = cloudSide([], { damaged: [by(build.neighbour, 'Old Mac', 9)] });
    expect(selectOtherComputers({ cloud: damaged }, settingsOf())).toEqual([]);
  });
});

test('the preview shows what goes with another computer in care, before it is', () => {
  const copies = [by(build.me, 'My Mac', 1), by(build.neighbour, 'Old Mac', 20), by(build.neighbour, 'Old Mac', 40)];
  const of = { look: { home: homeSide(), cloud: cloudSide(copies) }, gates: openGates(), now: build.now };
  const goes = (adoptedComputers: string[]): number =>
    selectPreview({ ...of, settings: settingsOf({ adoptedComputers }) }, { days: 14, floor: 1 }).backups.filter(
      ({ next }) => next !== 'keep',
    ).length;
  expect(goes([])).toBe(0);
  expect(goes([build.neighbour])).toBe(2);
});
