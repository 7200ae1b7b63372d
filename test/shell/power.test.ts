import { afterEach, beforeEach, expect, it } from 'vitest';
import { attachPower } from '../../src/main/power.ts';
import { done, powerMonitor, powerSaveBlocker, world } from './electron-fake.ts';
import { StubHost } from './support/stub-host.ts';

let host = new StubHost();
let detach: () => void = () => undefined;
beforeEach(() => {
  done.length = 0;
  world.onBattery = false;
  powerMonitor.removeAllListeners();
  powerSaveBlocker.running.clear();
  host = new StubHost();
});
afterEach(() => detach());

it.each([
  ['suspend', 'suspend'],
  ['resume', 'resume'],
  ['on-battery', 'on battery: true'],
  ['on-ac', 'on battery: false'],
])('%s is told to the host', (name, expected) => {
  detach = attachPower(host);
  host.asked.length = 0;
  powerMonitor.emit(name);
  expect(host.asked).toEqual([expected]);
});

it.each([true, false])('the host knows from the start whether it runs on a battery: %s', (onBattery) => {
  world.onBattery = onBattery;
  detach = attachPower(host);
  expect(host.asked).toEqual([`on battery: ${onBattery}`]);
});

it('the computer is kept awake during a transfer, and only then', () => {
  detach = attachPower(host);
  host.change({});
  expect(done).toEqual([]);
  host.transferring = 'backup';
  host.change({});
  host.change({});
  expect([done, powerSaveBlocker.running.size]).toEqual([['blocker prevent-app-suspension'], 1]);
  host.transferring = undefined;
  host.change({});
  expect(powerSaveBlocker.running.size).toBe(0);
  host.transferring = 'backup';
  host.change({});
  expect(powerSaveBlocker.running.size).toBe(1);
});

it('lets go of everything', () => {
  host.transferring = 'backup';
  attachPower(host)();
  expect([powerSaveBlocker.running.size, powerMonitor.eventNames(), host.listeners]).toEqual([0, [], 0]);
});
