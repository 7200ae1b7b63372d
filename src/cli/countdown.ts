import { messages } from '../messages/messages.ts';
import type { Call } from './command.ts';

const clearLine = '\r\u001b[2K';

const clockText = (ms: number): string => {
  const seconds = Math.max(Math.ceil(ms / 1000), 0);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** A line that counts down on a terminal, one line elsewhere. Returns how to end it. */
export const showCountdown = (what: string, until: Date, { io, output }: Call): (() => void) => {
  const left = (): string =>
    messages.terminal.common.timeLeft({ what, left: clockText(until.getTime() - io.now().getTime()) });
  if (!io.isTty.stderr) {
    output.ask(left());
    return () => undefined;
  }
  io.stderr.write(left());
  const stop = io.repeat(1000, () => void io.stderr.write(`${clearLine}${left()}`));
  return () => {
    stop();
    io.stderr.write(clearLine);
  };
};
