/** What is wrong with a call. Options, commands and variables are named as they are typed. */
export const usage = {
  noCommand: 'A command is missing.',
  unknownCommand: 'There is no such command.',
  fewerWords: (command: string) => `${command} takes fewer words.`,
  needsValue: (option: string) => `${option} needs a value.`,
  takesNoValue: (option: string) => `${option} takes no value.`,
  unknownOption: (option: string) => `There is no option ${option} here.`,
  /** Where not even its name is known. */
  anOption: 'An option',
  behindCommand: (option: string) => `${option} has to stand behind a command.`,
  missing: (what: string) => `${what} is missing.`,
  wholeNumber: ({ option, min, max }: { readonly option: string; readonly min: number; readonly max: number }) =>
    `${option} has to be a whole number from ${min} to ${max}.`,
  oneOf: ({ option, choices }: { readonly option: string; readonly choices: string }) =>
    `${option} has to be one of: ${choices}.`,
  nothingEntered: 'Nothing was entered.',
  noSecrets:
    'Passwords, tokens and keys are not taken from the command line: every user of this computer could read them in the list ' +
    'of processes, and the shell keeps them in its history. Leave the option out and type the value when it is asked ' +
    'for, or set HA_ICLOUD_BACKUP_TOKEN, HA_ICLOUD_BACKUP_APPLE_PASSWORD or HA_ICLOUD_BACKUP_KEY.',
  /** Before the two lines that say how to call it. */
  how: { usage: 'Usage:', help: 'Help:' },
};
