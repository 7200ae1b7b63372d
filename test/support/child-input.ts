import type { Writable } from 'node:stream';

/**
 * For the stdin of a program that may end before it has read everything: how it ended tells what went wrong, and that
 * nobody was left to read is no failure besides. Once per stream. Any other error is thrown, as without it.
 */
export const mayStayUnread = <Input extends Writable>(stdin: Input): Input =>
  stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
