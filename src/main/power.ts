import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Host } from './host-contract.ts';

/** Tells the host of sleep and batteries, and keeps the computer awake while a backup is on its way. Gives back how to stop. */
export const attachPower = (host: Host): (() => void) => {
  const listeners = {
    suspend: () => host.suspend(),
    resume: () => host.resume(),
    'on-battery': () => host.setOnBattery(true),
    'on-ac': () => host.setOnBattery(false),
  } as const;
  const names = Object.keys(listeners) as (keyof typeof listeners)[];
  // The types list each event with a signature of its own.
  const monitor: NodeJS.EventEmitter = powerMonitor;
  for (const name of names) monitor.on(name, listeners[name]);
  host.setOnBattery(powerMonitor.isOnBatteryPower());

  let blocker: number | undefined;
  const release = (): void => {
    if (blocker !== undefined) powerSaveBlocker.stop(blocker);
    blocker = undefined;
  };
  const follow = (): void => {
    if (host.transfer()) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else release();
  };
  const unsubscribe = host.state.subscribe(follow);
  follow();
  return () => {
    unsubscribe();
    release();
    for (const name of names) monitor.off(name, listeners[name]);
  };
};
