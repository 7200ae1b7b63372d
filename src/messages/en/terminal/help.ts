import { capitalized } from '../../format.ts';

export const help = {
  purpose: 'Keeps copies of your Home Assistant backups in iCloud Drive.',
  /** What a command does, under its name. */
  sentence: (summary: string) => `${capitalized(summary)}.`,
  sections: {
    commands: 'Commands',
    options: 'Options',
    globals: 'Options of every command',
    environment: 'Environment',
    exits: 'Exit codes',
    notes: 'Good to know',
    examples: 'Examples',
  },
  globals: {
    dataDir: 'settings, history and files on their way (or HA_ICLOUD_BACKUP_HOME)',
    json: 'for programs: JSON on stdout, words on stderr',
    quiet: 'problems and answers only',
    help: 'this text; behind a command: its own',
  },
  variables: {
    token: 'access token of Home Assistant',
    applePassword: 'password of the Apple account',
    configKey: 'set on servers without a keychain: encrypts the iCloud sign-in',
    key: 'encryption keys of backups, one on each line',
    caFile: 'further authorities to trust (PEM), where no setting names one',
    proxy: 'way to Apple, where no setting names a proxy',
    rclone: 'another rclone than the one that comes with it',
  },
  exits: {
    done: 'done',
    failed: 'failed',
    usage: 'called wrongly',
    userMustAct: 'you must act: sign in, new token, approval',
    warnings: 'done, with warnings',
    cancelled: 'cancelled (Ctrl-C; twice stops at once)',
    ended: 'ended while the keychain still waited for its password',
  },
};
