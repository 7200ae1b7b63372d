/** What the way in which the program was started asks for. */
export interface Launch {
  /** Started by the system at login: no window. */
  readonly hidden: boolean;
  readonly dataDir: string | undefined;
  /** Typed behind `cli`: the program answers as the command line and shows nothing. */
  readonly cli: readonly string[] | undefined;
}

export interface LaunchFacts {
  readonly argv: readonly string[];
  /** Started as `electron FOLDER`: the folder is no argument of ours. */
  readonly isDefaultApp: boolean;
}

/** Chromium's own switches may stand anywhere before `cli`; what is not known is left to it. */
export const readLaunch = ({ argv, isDefaultApp }: LaunchFacts): Launch => {
  const rest = argv.slice(1);
  let hidden = false;
  let dataDir: string | undefined;
  let folderToSkip = isDefaultApp;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--hidden') hidden = true;
    else if (word === '--data-dir') dataDir = nonEmpty(rest.shift());
    else if (word.startsWith('--data-dir=')) dataDir = nonEmpty(word.slice('--data-dir='.length));
    else if (word.startsWith('-')) continue;
    else if (folderToSkip) folderToSkip = false;
    else if (word === 'cli') return { hidden, ...readCli(rest, dataDir) };
    else break;
  }
  return { hidden, dataDir, cli: undefined };
};

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/**
 * `cli -- setup http://…` is the same as `cli setup http://…`: on Windows Electron ends a program that gets arguments
 * after a URL, unless `--` came first. The data folder may be named on either side.
 */
const readCli = (rest: readonly string[], dataDir: string | undefined): Pick<Launch, 'cli' | 'dataDir'> => {
  const typed = rest[0] === '--' ? rest.slice(1) : rest;
  const joined = typed.find((word) => word.startsWith('--data-dir='))?.slice('--data-dir='.length);
  const apart = typed.includes('--data-dir') ? typed[typed.indexOf('--data-dir') + 1] : undefined;
  const named = nonEmpty(joined ?? apart);
  if (named !== undefined || dataDir === undefined) return { cli: typed, dataDir: named };
  return { cli: ['--data-dir', dataDir, ...typed], dataDir };
};
