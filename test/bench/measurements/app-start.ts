import { measureDesktop } from '../desktop/session.ts';
import { atMost, median, type Measurement } from '../measurement.ts';

const name = 'app-start';
const target = 1500;

/** The desktop app, set up and started at login: how long until its icon is there. */
export const appStart: Measurement = {
  names: [name],
  what: 'the desktop app in a real Electron: from the first line of main until the desktop shows the icon',
  run: async (settings) => {
    const starts = await measureDesktop('start', settings);
    const own = starts.map(({ firstLine, trayReady }) => trayReady - firstLine);
    const whole = starts.map(({ spawned, trayReady }) => trayReady - spawned);
    settings.say(`  rounds ${own.join(', ')} ms; with Electron's own start ${whole.join(', ')} ms`);
    return [atMost(name, median(own), 'ms', target)];
  },
};
