import type { SensorId } from '../../shared/told-home.ts';

/** What Home Assistant shows of the backups. Its own part of each name is the device. */
export const toldHome = {
  device: (computer: string) => `iCloud Backup on ${computer}`,
  sensors: {
    newest_backup: 'Newest backup in iCloud',
    problem: 'Problem',
    state: 'State',
    proof: 'Proof of the newest backup',
    waiting: 'Backups waiting for upload',
    backups: 'Backups in iCloud',
    newest_size: 'Size of the newest backup',
    total_size: 'Size of all backups',
    last_test: 'Last restore test',
    sign_in_ends: 'iCloud sign-in ends',
    next_check: 'Next check',
    next_backup: 'Next backup',
  } satisfies Record<SensorId, string>,
  /** The automation; `{{ … }}` and the like are Home Assistant's own. */
  alarm: {
    alias: (computer: string) => `Alarm: no new backup in iCloud (${computer})`,
    description:
      'Made by HA iCloud Backup, which also removes it. Change it as you like: your changes stay until you change the alarm in HA iCloud Backup.',
    title: 'No new backup in iCloud',
    old: (age: string) => `The newest backup of Home Assistant in iCloud is ${age} old.`,
    silent: ({ computer, age }: { readonly computer: string; readonly age: string }) =>
      `Home Assistant has heard nothing from the backup on ${computer} for ${age}.`,
    next: (computer: string) => `Turn on ${computer} and open HA iCloud Backup: it says what is wrong.`,
    hours: (count: string) => `${count} hours`,
    days: (count: string) => `${count} days`,
    over: 'There is a new backup in iCloud again.',
    testTitle: 'Test from HA iCloud Backup',
    test: 'This is how the alarm reaches you when there is no new backup in iCloud. All is well.',
  },
  phoneCode: {
    title: 'iCloud needs a code',
    offer: (computer: string) =>
      `${computer} needs a new code from Apple for the backups in iCloud. Renew now? Apple sends it only after you tap.`,
    late: 'Five minutes have passed, and the code is no longer used. Renew now?',
    onDevices: 'Apple is showing a code on your devices. Enter it here within five minutes.',
    byText: 'Apple is sending you a text message with a code. Enter it here within five minutes.',
    wrong: "That wasn't the code. Enter all six digits once more.",
    wrongAgain: "That wasn't the code, and Apple wants to send a new one.",
    whichPhone: 'Which phone number should Apple send the code to?',
    approve: (computer: string) =>
      `Apple took the code. Your account has Advanced Data Protection, so one of your Apple devices is asking whether ${computer} may see your data in iCloud. Allow it within five minutes.`,
    done: (nextCode: string | null) =>
      nextCode === null
        ? 'Done. Backups continue.'
        : `Done. Backups continue. Apple will want the next code on ${nextCode}.`,
    gaveUp: (computer: string) => `That didn't work. Open HA iCloud Backup on ${computer} to renew the code there.`,
    renew: 'Renew now',
    askAgain: 'Send a new code',
    enter: 'Enter code',
    send: 'Send',
    sixDigits: 'Six digits',
    textMe: 'Text me instead',
  },
};
