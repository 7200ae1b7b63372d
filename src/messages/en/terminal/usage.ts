/** What is wrong with a call. Options, commands and variables are named as they are typed. */
export const usage = {
  noCommand: 'No command was given.',
  unknownCommand: 'Unknown command.',
  tooManyWords: (command: string) => `There are too many words after ${command}.`,
  needsValue: (option: string) => `${option} needs a value.`,
  takesNoValue: (option: string) => `${option} takes no value.`,
  unknownOption: (option: string) => `Unknown option: ${option}.`,
  /** Where its name cannot be repeated. */
  unknownName: 'Unknown option.',
  afterCommand: (option: string) => `${option} has to come after a command.`,
  missing: (what: string) => `${what} is missing.`,
  wholeNumber: ({ option, min, max }: { readonly option: string; readonly min: number; readonly max: number }) =>
    `${option} has to be a whole number from ${min} to ${max}.`,
  oneOf: ({ option, choices }: { readonly option: string; readonly choices: string }) =>
    `${option} has to be one of: ${choices}.`,
  nothingEntered: 'Nothing was entered.',
  noSecrets:
    "Passwords, tokens and keys can't be given on the command line: other users of this computer could see them in the list " +
    'of processes, and the shell keeps them in its history. Leave out the option and type the value when asked, or set ' +
    'HA_ICLOUD_BACKUP_TOKEN, HA_ICLOUD_BACKUP_APPLE_PASSWORD or HA_ICLOUD_BACKUP_KEY.',
  /** Before the two lines that say how to call it. */
  how: { usage: 'Usage:', help: 'Help:' },
};
