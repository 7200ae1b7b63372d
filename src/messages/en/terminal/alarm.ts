import { span } from '../span.ts';

interface Choice {
  readonly minutes: number;
  readonly notify: string;
}

const sounds = ({ minutes, notify }: Choice): string => `after ${span(minutes)} without a new backup, to ${notify}`;

export const alarm = {
  summary: 'have Home Assistant sound an alarm when there is no new backup, even if this computer is off',
  options: {
    after: 'how old the newest backup may be: 3d (at first), 12h or 90m',
    notify: 'whom to tell: a notify service of Home Assistant; may be given several times',
    off: 'no alarm any more',
    test: 'send a test to all of them',
  },
  notes: [
    'Without options: shows the alarm, and whom Home Assistant can tell. What you leave out stays as it was.',
    'The alarm is an automation in Home Assistant. It needs the sensors, so it turns them on.',
  ],
  chooseOne: 'Use either --after and --notify, or --off, or --test.',
  noTime: '--after needs a number with m, h or d behind it, such as 3d.',
  states: {
    off: () => 'The alarm is off.',
    waiting: (choice: Choice) => `The alarm is not in Home Assistant yet: ${sounds(choice)}.`,
    on: (choice: Choice) => `Home Assistant sounds an alarm ${sounds(choice)}.`,
    'by-hand': (choice: Choice) => `The alarm needs you: ${sounds(choice)}.`,
  },
  services: (names: string) => `Home Assistant can tell: ${names}`,
  byHand:
    'Home Assistant takes no automations from other programs here, because they are all in files. Add this to the file with your automations, then reload automations:',
  tested: (names: string) => `A test was sent to ${names}.`,
  nobody: 'The alarm tells nobody yet. Choose whom with --notify.',
};
