import type { ErrorCode } from '../../shared/error-codes.ts';
import { textOf, when, type Texts, type WordsFor } from '../template.ts';

type Code = Extract<ErrorCode, `telling.${string}`>;

const says = (facts: Texts<'says'>): string =>
  when(textOf(facts, 'says'), (words) => ` Home Assistant says: ${words.replace(/\.$/, '')}.`);

export const tellingProblems = {
  'telling.no-mobile-app': {
    title: "Home Assistant can't show the backups",
    cause: 'The part of Home Assistant that takes sensors from other devices ("Mobile App") is not loaded there.',
    next: 'Add mobile_app: or default_config: to configuration.yaml in Home Assistant and restart it. Backups are made as usual.',
  },
  'telling.alarm-refused': {
    title: "Home Assistant didn't take the alarm",
    cause: (facts) => `It found fault with the automation.${says(facts)}`,
    next: 'Update Home Assistant to 2024.10 or newer. If it is newer already, report the problem.',
  },
  'telling.alarm-to-nobody': {
    title: 'The alarm would tell nobody',
    cause: 'Home Assistant has none of the phones and services that were chosen for the alarm.',
    next: 'Choose again who the alarm tells.',
  },
  'telling.notify-failed': {
    title: "Home Assistant couldn't deliver the message",
    cause: (facts) => `It was meant for ${textOf(facts, 'service') ?? 'a phone'}.${says(facts)}`,
    next: 'Open the app of Home Assistant on that phone once, or choose another service.',
  },
  'telling.left-behind': {
    title: 'A Home Assistant still has the device and the alarm',
    cause: (facts) =>
      `Home Assistant${when(textOf(facts, 'name'), (name) => ` "${name}"`)}${when(textOf(facts, 'url'), (url) => ` (${url})`)} couldn't be reached when they were meant to be removed. Without this computer the alarm will go off there.`,
    next: 'There, delete the automation "Alarm: no new backup in iCloud" and the device "iCloud Backup". If you set this computer up with it again, both are removed for you.',
  },
  'telling.alarm-removed': {
    title: 'The alarm was deleted in Home Assistant',
    cause: 'Its automation is gone there, so the alarm was turned off here as well.',
    next: 'To have it back, turn the alarm on again.',
  },
  'telling.device-removed': {
    title: 'Home Assistant no longer shows the backups',
    cause: 'The device of this computer was deleted in Home Assistant, so its sensors were turned off here as well.',
    next: 'To have it back, turn the sensors on again. Backups are made as usual.',
  },
} satisfies WordsFor<Code>;
