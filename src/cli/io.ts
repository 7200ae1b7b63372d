import type { ReadStream } from 'node:tty';

export interface TextSink {
  write(text: string): unknown;
}

/** Where answers and passwords come from. `setRawMode` is there on terminals only. */
type TextSource = NodeJS.ReadableStream & Partial<Pick<ReadStream, 'setRawMode' | 'unref'>>;

/** Everything of the surrounding process that the command line uses. */
export interface CliIo {
  readonly stdin: TextSource;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTty: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Width of the terminal; asked again for every line, for windows are resized. */
  readonly columns: () => number;
  readonly workingFolder: string;
  readonly now: () => Date;
  /** Calls back every so many milliseconds until the returned function is called. */
  readonly repeat: (ms: number, work: () => void) => () => void;
  /** Fires with the first Ctrl-C or SIGTERM, or when the terminal is closed. */
  readonly signal: AbortSignal;
  /** What Ctrl-C does; needed where the terminal hands it over as a character. */
  readonly interrupt: () => void;
}
