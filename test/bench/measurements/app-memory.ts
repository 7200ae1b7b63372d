import { measureDesktop } from '../desktop/session.ts';
import { atMost, median, type Measurement } from '../measurement.ts';

const name = 'app-memory';
const target = 1.15;

/** The desktop app, set up, idle and without a window, against the least that an Electron app with an icon can be. */
export const appMemory: Measurement = {
  names: [name],
  what: 'memory of the idle desktop app, all its processes and no window: against an Electron app that is an icon alone',
  run: async (settings) => {
    const rounds = await measureDesktop('memory', settings);
    for (const { ours, empty } of rounds)
      settings.say(`  ours ${ours.toFixed(1)} MiB, an icon alone ${empty.toFixed(1)} MiB`);
    return [atMost(name, median(rounds.map(({ ours, empty }) => ours / empty)), 'times', target)];
  },
};
