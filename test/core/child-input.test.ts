import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { mayStayUnread } from '../support/child-input.ts';

const failingWith = (code: string): Writable =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });

it('lets a program end with its input unread', async () => {
  const stdin = failingWith('EPIPE');
  const closed = new Promise<void>((resolve) => stdin.once('close', resolve));
  mayStayUnread(stdin).end('too late');
  await closed;
  expect(stdin.errored).toMatchObject({ code: 'EPIPE' });
});

it('throws any other error', () => {
  const stdin = mayStayUnread(failingWith('EIO'));
  expect(() => stdin.emit('error', new Error('write EIO'))).toThrow('write EIO');
});
