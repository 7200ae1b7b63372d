import { capitalized } from '../../format.ts';

export const help = {
  purpose: 'Backs up your Home Assistant backups to your own iCloud Drive.',
  /** Behind the program's name. */
  synopsis: 'COMMAND [options]',
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
  elsewhere: ({ title, command }: { readonly title: string; readonly command: string }) => `${title}: ${command}`,
  globals: {
    dataDir: 'folder for settings, history and unfinished files (or set HA_ICLOUD_BACKUP_HOME)',
    json: 'for scripts: JSON on stdout, text on stderr',
    quiet: 'only problems and answers',
    help: 'show this help; after a command: its own help',
    version: 'show the version',
  },
  variables: {
    token: 'access token of Home Assistant',
    applePassword: 'password of your Apple Account',
    configKey: 'for servers without a keychain: encrypts the iCloud sign-in',
    key: 'encryption keys of backups, one on each line',
    caFile: 'more certificate authorities to trust (PEM), unless a setting names a file',
    proxy: 'proxy for iCloud, unless a setting names one',
    rclone: 'another rclone to run instead of the bundled one',
  },
  exits: {
    done: 'done',
    failed: 'failed',
    usage: 'usage error',
    userMustAct: 'you have to do something: sign in, make a new token, approve this computer',
    warnings: 'done, with warnings',
    cancelled: 'cancelled (Ctrl-C; press it twice to stop at once)',
    ended: 'ended while the keychain was still waiting for its password',
  },
};
